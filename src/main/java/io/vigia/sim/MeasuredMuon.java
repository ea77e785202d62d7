package io.vigia.sim;

import java.util.random.RandomGenerator;

/**
 * One muon as the detector and the trigger see it: {@code sigma(pt)/pt} is 1 % in the middle, 1.5 %
 * at the edge, plus 1.5e-4 of pt/GeV in quadrature; angles are known to 1e-3. Values are rounded as
 * they are sent, so that acceptance and the JSON agree.
 */
final class MeasuredMuon {
  static final double MAX_ETA = 2.4;
  static final double MIN_PT = 3.0;

  private static final double ANGLE_RESOLUTION = 1e-3;

  double pt;
  double eta;
  double phi;

  void measure(double px, double py, double pz, RandomGenerator random) {
    double truePt = Math.sqrt(px * px + py * py);
    double p = Math.sqrt(truePt * truePt + pz * pz);
    // asinh(pz / pt), stable for pz < 0
    double trueEta = Math.copySign(Math.log((p + Math.abs(pz)) / truePt), pz);
    double constant = 0.01 + 0.005 * Math.abs(trueEta) / MAX_ETA;
    double growing = 1.5e-4 * truePt;
    double resolution = Math.sqrt(constant * constant + growing * growing);
    pt = round(truePt * (1 + resolution * random.nextGaussian()), 1e4);
    eta = round(trueEta + ANGLE_RESOLUTION * random.nextGaussian(), 1e5);
    phi = round(wrap(Math.atan2(py, px) + ANGLE_RESOLUTION * random.nextGaussian()), 1e5);
  }

  boolean accepted() {
    return pt > MIN_PT && Math.abs(eta) < MAX_ETA;
  }

  private static double wrap(double angle) {
    if (angle > Math.PI) {
      return angle - 2 * Math.PI;
    }
    return angle < -Math.PI ? angle + 2 * Math.PI : angle;
  }

  private static double round(double value, double steps) {
    return Math.rint(value * steps) / steps;
  }
}

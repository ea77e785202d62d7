package io.vigia.sim;

import java.util.random.RandomGenerator;

/** Two muons as momentum vectors, GeV, before and after the detector. */
final class MuonPair {
  /** More than six standard deviations below the threshold, GeV. */
  static final double MIN_TRUE_PT = 0.9 * MeasuredMuon.MIN_PT;

  /** More than six standard deviations outside the acceptance: pz / pt = sinh(eta). */
  private static final double MAX_TRUE_SLOPE = Math.sinh(MeasuredMuon.MAX_ETA + 0.01);

  private double px1;
  private double py1;
  private double pz1;
  private double px2;
  private double py2;
  private double pz2;

  /**
   * A parent decays isotropically in its rest frame, and the muons are boosted with it.
   *
   * <p>With the parent's four-momentum (E, P), mass m and a muon's (e, k) in the rest frame: {@code
   * p = k + P ((k.P) / (m (E + m)) + e / m)}.
   *
   * @param mass GeV
   * @param pt transverse momentum of the parent, GeV
   * @param rapidity of the parent
   */
  void decay(double mass, double pt, double rapidity, RandomGenerator random) {
    double azimuth = angle(random);
    double transverseMass = Math.sqrt(mass * mass + pt * pt);
    double growth = Math.exp(rapidity);
    double parentX = pt * Math.cos(azimuth);
    double parentY = pt * Math.sin(azimuth);
    double parentZ = transverseMass * 0.5 * (growth - 1 / growth);
    double energy = transverseMass * 0.5 * (growth + 1 / growth);

    double e = 0.5 * mass;
    double k = Math.sqrt(e * e - SimulatedEvent.MUON_MASS * SimulatedEvent.MUON_MASS);
    double cosine = 2 * random.nextDouble() - 1;
    double sine = Math.sqrt(1 - cosine * cosine);
    double phi = angle(random);
    double kx = k * sine * Math.cos(phi);
    double ky = k * sine * Math.sin(phi);
    double kz = k * cosine;

    double along = (kx * parentX + ky * parentY + kz * parentZ) / (mass * (energy + mass));
    px1 = kx + parentX * (along + 0.5);
    py1 = ky + parentY * (along + 0.5);
    pz1 = kz + parentZ * (along + 0.5);
    px2 = parentX - px1;
    py2 = parentY - py1;
    pz2 = parentZ - pz1;
  }

  /** Two muons that know nothing of each other. */
  void independent(double ptA, double etaA, double ptB, double etaB, RandomGenerator random) {
    double phiA = angle(random);
    double phiB = angle(random);
    px1 = ptA * Math.cos(phiA);
    py1 = ptA * Math.sin(phiA);
    pz1 = ptA * Math.sinh(etaA);
    px2 = ptB * Math.cos(phiB);
    py2 = ptB * Math.sin(phiB);
    pz2 = ptB * Math.sinh(etaB);
  }

  /** Whether the trigger might accept the pair; beyond these bounds the detector is never wrong. */
  boolean plausible() {
    return plausible(px1, py1, pz1) && plausible(px2, py2, pz2);
  }

  private static boolean plausible(double px, double py, double pz) {
    double pt2 = px * px + py * py;
    return pt2 > MIN_TRUE_PT * MIN_TRUE_PT && pz * pz < pt2 * MAX_TRUE_SLOPE * MAX_TRUE_SLOPE;
  }

  /** Measures both muons, the first into {@code a}, the second into {@code b}. */
  void measure(MeasuredMuon a, MeasuredMuon b, RandomGenerator random) {
    a.measure(px1, py1, pz1, random);
    b.measure(px2, py2, pz2, random);
  }

  private static double angle(RandomGenerator random) {
    return Math.PI * (2 * random.nextDouble() - 1);
  }
}

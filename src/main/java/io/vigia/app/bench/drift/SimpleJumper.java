package io.vigia.app.bench.drift;

/**
 * The simple jumper martingale as published (Vovk et al. 2021, algorithm 1): a mixture over eps in
 * {-1, 0, 1} with a jump rate of 0.01. Its null hypothesis is that p-values are exactly uniform.
 */
final class SimpleJumper {
  private static final double JUMP = 0.01;
  private static final double[] SLOPES = {-1, 0, 1};

  private final double[] shares = {1 / 3.0, 1 / 3.0, 1 / 3.0};
  private double log;

  void add(double p) {
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = ((1 - JUMP) * shares[i] + JUMP / shares.length) * (1 + SLOPES[i] * (p - 0.5));
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    log += Math.log(sum);
  }

  boolean isAlarm(double alpha) {
    return log >= -Math.log(alpha);
  }
}

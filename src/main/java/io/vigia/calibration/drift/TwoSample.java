package io.vigia.calibration.drift;

/**
 * The two-sample Kolmogorov-Smirnov distance that samples of one law exceed with a probability of
 * alpha at most,
 *
 * <pre>{@code d = sqrt(log(2 / alpha) / 2 * (1 / n + 1 / m))}</pre>
 *
 * from {@code P(D > d) <= 2 exp(-2 d^2 n m / (n + m))} (Massart's form of the
 * Dvoretzky-Kiefer-Wolfowitz inequality for two samples: Wei and Dudley 2012, theorem 1, where it
 * is proven for n = m from 458 on). The right side bounds the limit law from above for all n and m;
 * a distance that is taken at some points only, or over ties, is no larger.
 */
public final class TwoSample {
  private TwoSample() {}

  /**
   * The distance.
   *
   * @param n size of one sample, from 1
   * @param m size of the other, from 1
   * @param alpha in (0, 1)
   */
  public static double criticalDistance(long n, long m, double alpha) {
    return Math.sqrt(Math.log(2 / alpha) / 2 * (1.0 / n + 1.0 / m));
  }
}

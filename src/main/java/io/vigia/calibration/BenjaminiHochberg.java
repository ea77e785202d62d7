package io.vigia.calibration;

/**
 * Which of many p-values are discoveries, so that among them the expected share of false ones stays
 * below a rate (Benjamini and Hochberg 1995): with p-values in ascending order, all up to
 *
 * <pre>{@code k = max { i : p_(i) <= i alpha / m }}</pre>
 *
 * Conformal p-values that share a calibration set are dependent, but positively so, and the bound
 * holds (Bates et al. 2023, theorem 2).
 */
public final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /**
   * How many are discoveries.
   *
   * @param ascending the smallest of the p-values, in ascending order
   * @param tests how many p-values there are in all, m; at least as many as are given
   * @param rate alpha, in (0, 1)
   * @return k; where it is the number of those given, p-values that are not given could be
   *     discoveries too
   * @throws IllegalArgumentException for fewer tests than p-values, or another rate
   */
  public static int discoveries(double[] ascending, double tests, double rate) {
    if (!(tests >= ascending.length)) {
      throw new IllegalArgumentException(ascending.length + " p-values of " + tests + " tests");
    }
    if (!(rate > 0 && rate < 1)) {
      throw new IllegalArgumentException("a rate of false discoveries is " + rate + "; (0, 1)");
    }
    int k = ascending.length;
    while (k > 0 && ascending[k - 1] > k * rate / tests) {
      k--;
    }
    return k;
  }

  /**
   * How many calibration rows let conformal p-values reach far enough down: ten times as many as
   * put the smallest possible p-value, {@code 1 / (n + 1)}, at the threshold of so many
   * discoveries.
   *
   * @param discoveries how many are expected, at least 1
   */
  public static long calibrationNeeded(double tests, double rate, double discoveries) {
    return (long) Math.ceil(10 * tests / (rate * Math.max(1, discoveries)));
  }
}

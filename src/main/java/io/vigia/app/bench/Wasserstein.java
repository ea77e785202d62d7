package io.vigia.app.bench;

import java.util.Arrays;

/**
 * The 1-Wasserstein distance of two samples of one number: the area between their quantile
 * functions (Vallender 1974), in the number's units.
 *
 * <pre>
 * W1 = integral_0^1 |F^-1(u) - G^-1(u)| du
 * </pre>
 */
final class Wasserstein {
  private Wasserstein() {}

  /**
   * The distance of two samples, of any sizes above 0.
   *
   * @throws IllegalArgumentException where a sample is empty, or holds a NaN
   */
  static double distance(double[] first, double[] second) {
    double[] a = sorted(first);
    double[] b = sorted(second);
    double area = 0;
    double u = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      // Products, so that both reach 1 together.
      long endA = (i + 1L) * b.length;
      long endB = (j + 1L) * a.length;
      double next = Math.min(endA, endB) / ((double) a.length * b.length);
      area += Math.abs(a[i] - b[j]) * (next - u);
      u = next;
      i += endA <= endB ? 1 : 0;
      j += endB <= endA ? 1 : 0;
    }
    return area;
  }

  private static double[] sorted(double[] sample) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException(
          "a sample of " + sorted.length + " numbers; at least one is needed, and none may be NaN");
    }
    return sorted;
  }
}

package io.vigia.training.gate;

import io.vigia.retrain.GateEvidence.Uniformity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far conformal p-values are from uniform, by the one-sample Kolmogorov-Smirnov distance
 *
 * <pre>
 * D = sup_u |F(u) - u|
 * </pre>
 *
 * <p>over the values u that p-values of n calibration scores can take. They stand {@code 1 / (n +
 * 1)} apart and are uniform there, so between them F is compared with the value below. The
 * calibration scores are a sample too: at u the p-values of ever more rows tend to a share that
 * differs from u by about {@code sqrt(u (1 - u) / n)}. So the probability of D is that of two
 * samples,
 *
 * <pre>
 * P = Q((sqrt(m) + 0.12 + 0.11 / sqrt(m)) D),   m = e n / (e + n),   Q(x) = 2 sum_j (-1)^(j-1) exp(-2 j^2 x^2)
 * </pre>
 *
 * <p>(Stephens 1970; Smirnov 1948). Rows of a group are not independent: e is the number of
 * independent rows that they are worth at the least, {@code rows^2 / sum_g (rows of g)^2} (Kish
 * 1965, section 5.4, at full correlation), so that P is not too small.
 */
final class PValueUniformity {
  private static final int TERMS = 100;

  private PValueUniformity() {}

  /**
   * @param pValues of unseen rows, at least one
   * @param groups of these rows
   * @param calibrationRows n
   */
  static Uniformity of(double[] pValues, List<String> groups, int calibrationRows) {
    double distance = distance(pValues, 1 / (calibrationRows + 1.0));
    double effective = effective(groups);
    double both = effective * calibrationRows / (effective + calibrationRows);
    double root = Math.sqrt(both);
    return new Uniformity(distance, beyond((root + 0.12 + 0.11 / root) * distance));
  }

  private static double distance(double[] pValues, double step) {
    double[] sorted = pValues.clone();
    Arrays.sort(sorted);
    double most = 0;
    int below = 0;
    while (below < sorted.length) {
      double value = sorted[below];
      int upTo = below;
      while (upTo < sorted.length && sorted[upTo] == value) {
        upTo++;
      }
      double at = Math.abs(upTo / (double) sorted.length - value);
      double before = Math.abs(below / (double) sorted.length - Math.max(0, value - step));
      most = Math.max(most, Math.max(at, before));
      below = upTo;
    }
    return most;
  }

  private static double effective(List<String> groups) {
    Map<String, Integer> sizes = new HashMap<>();
    groups.forEach(group -> sizes.merge(group, 1, Integer::sum));
    double squares = sizes.values().stream().mapToDouble(size -> (double) size * size).sum();
    return (double) groups.size() * groups.size() / squares;
  }

  /** Kolmogorov's Q; the series converges above about 0.2, below which it is 1. */
  private static double beyond(double x) {
    if (x < 0.2) {
      return 1;
    }
    double sum = 0;
    for (int j = 1; j <= TERMS; j++) {
      sum += (j % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * j * j * x * x);
    }
    return Math.min(1, Math.max(0, sum));
  }
}

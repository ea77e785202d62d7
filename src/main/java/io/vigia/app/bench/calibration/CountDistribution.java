package io.vigia.app.bench.calibration;

import io.vigia.calibration.FalseAlarms;
import java.util.Arrays;

/**
 * The distribution of a count that is a sum of independent counts, each beta-binomial: their
 * convolution, exact but for what is below 1e-18.
 */
final class CountDistribution {
  private static final double NEGLIGIBLE = 1e-18;

  private final long first;
  private final double[] probabilities;

  private CountDistribution(long first, double[] probabilities) {
    this.first = first;
    this.probabilities = probabilities;
  }

  /** Of nothing: the count 0. */
  static CountDistribution zero() {
    return new CountDistribution(0, new double[] {1});
  }

  static CountDistribution of(FalseAlarms alarms) {
    return trimmed(0, alarms.probabilities());
  }

  private static CountDistribution trimmed(long first, double[] probabilities) {
    int from = 0;
    int to = probabilities.length;
    while (from + 1 < to && probabilities[from] < NEGLIGIBLE) {
      from++;
    }
    while (to > from + 1 && probabilities[to - 1] < NEGLIGIBLE) {
      to--;
    }
    return new CountDistribution(first + from, Arrays.copyOfRange(probabilities, from, to));
  }

  /** Of the sum with an independent count. */
  CountDistribution plus(CountDistribution other) {
    double[] sum = new double[probabilities.length + other.probabilities.length - 1];
    for (int i = 0; i < probabilities.length; i++) {
      for (int j = 0; j < other.probabilities.length; j++) {
        sum[i + j] += probabilities[i] * other.probabilities[j];
      }
    }
    return trimmed(first + other.first, sum);
  }

  /**
   * The smallest count that is reached with at least this probability.
   *
   * @param q in (0, 1)
   */
  long quantile(double q) {
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      sum += probabilities[i];
      if (sum >= q) {
        return first + i;
      }
    }
    return first + probabilities.length - 1;
  }
}

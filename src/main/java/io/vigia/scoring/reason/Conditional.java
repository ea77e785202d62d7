package io.vigia.scoring.reason;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What one feature of a row is expected to be, given the others: {@code p(x_i | x_-i)} on the nodes
 * of a quadrature, ascending, a missing value last.
 */
final class Conditional {
  private final float[] values;
  private final double[] probabilities;
  private final double[] below;
  private final double meanLogDensity;
  private final boolean ordered;

  private Conditional(
      float[] values,
      double[] probabilities,
      double[] below,
      double meanLogDensity,
      boolean ordered) {
    this.values = values;
    this.probabilities = probabilities;
    this.below = below;
    this.meanLogDensity = meanLogDensity;
    this.ordered = ordered;
  }

  /**
   * From a row's density at several values of the feature.
   *
   * @param values in any order, NaN for missing
   * @param logDensities of the row with each
   * @param logMeasures the logarithm of each node's weight in the integral
   * @param ordered whether they are numbers; else they are categories
   */
  static Conditional of(
      float[] values, double[] logDensities, double[] logMeasures, boolean ordered) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted((a, b) -> Float.compare(values[a], values[b]))
            .mapToInt(k -> k)
            .toArray();
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < values.length; k++) {
      largest = Math.max(largest, logDensities[k] + logMeasures[k]);
    }
    float[] ascending = new float[values.length];
    double[] probabilities = new double[values.length];
    double total = 0;
    for (int k = 0; k < values.length; k++) {
      ascending[k] = values[order[k]];
      probabilities[k] = Math.exp(logDensities[order[k]] + logMeasures[order[k]] - largest);
      total += probabilities[k];
    }
    double mean = 0;
    for (int k = 0; k < values.length; k++) {
      probabilities[k] /= total;
      mean += probabilities[k] > 0 ? probabilities[k] * logDensities[order[k]] : 0;
    }
    return new Conditional(
        ascending, probabilities, below(ascending, probabilities), mean, ordered);
  }

  /**
   * The distribution function at each node. A node's weight is half the interval on either side, so
   * that is what lies left of it; at the nodes' spacing the two halves differ.
   */
  private static double[] below(float[] values, double[] probabilities) {
    double[] below = new double[values.length];
    double sum = 0;
    for (int k = 0; k < values.length; k++) {
      double left = k == 0 ? 0 : (double) values[k] - values[k - 1];
      double right = k == values.length - 1 ? 0 : (double) values[k + 1] - values[k];
      double share = left + right > 0 ? left / (left + right) : 0.5;
      below[k] = sum + probabilities[k] * share;
      sum += probabilities[k];
    }
    return below;
  }

  /** The mean of the row's log-density over this feature drawn anew given the others. */
  double meanLogDensity() {
    return meanLogDensity;
  }

  /** The median of a number, the most probable category; NaN where it is expected to be missing. */
  float expected() {
    int last = values.length - 1;
    if (!ordered || probabilities[last] > 0.5) {
      return values[largest()];
    }
    return quantile(0.5);
  }

  private int largest() {
    int largest = 0;
    for (int k = 1; k < values.length; k++) {
      largest = probabilities[k] > probabilities[largest] ? k : largest;
    }
    return largest;
  }

  /** The value below which this share of those that are not missing lies. */
  float quantile(double share) {
    if (!ordered) {
      return expected();
    }
    int count = present();
    double target = share * total(count);
    int k = Arrays.binarySearch(below, 0, count, target);
    int above = k >= 0 ? k : -k - 1;
    if (above == 0) {
      return values[0];
    }
    if (above == count) {
      return values[count - 1];
    }
    double part = (target - below[above - 1]) / (below[above] - below[above - 1]);
    return (float) (values[above - 1] + part * ((double) values[above] - values[above - 1]));
  }

  private int present() {
    int count = values.length;
    return Float.isNaN(values[count - 1]) ? count - 1 : count;
  }

  private double total(int count) {
    return IntStream.range(0, count).mapToDouble(k -> probabilities[k]).sum();
  }

  /** What the value is: above or below the median, another category, missing. */
  Direction direction(float value) {
    if (Float.isNaN(value)) {
      return Direction.MISSING;
    }
    if (!ordered) {
      return Direction.OTHER;
    }
    return value > quantile(0.5) ? Direction.HIGH : Direction.LOW;
  }
}

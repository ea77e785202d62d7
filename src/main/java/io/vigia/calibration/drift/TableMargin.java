package io.vigia.calibration.drift;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How far p-values against one table may be from uniform when nothing has drifted. A table is drawn
 * once and then fixed: given the table the p-values of a stream are independent, but their law is
 * the table's, and a test of uniformity finds that out as the stream grows. These are bounds of
 * that law that all but a share {@code delta} of the tables keep.
 *
 * @param rows of the table, n
 * @param delta in (0, 1): the share of tables beyond one of the bounds
 */
public record TableMargin(long rows, double delta) {
  /**
   * @throws IllegalArgumentException for no row, or a share that is none
   */
  public TableMargin {
    if (rows < 1 || !(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException(
          rows + " rows, delta " + delta + "; allowed: 1 row or more, delta in (0, 1)");
    }
  }

  /**
   * How far the mean p-value may be from one half:
   *
   * <pre>{@code t = sqrt(log(2 / delta) / (6 n)) + 1 / (2 (n + 1))}</pre>
   *
   * Given the table the mean p-value is, but for the second term, the mean of n independent uniform
   * numbers; these are sub-Gaussian with their own variance 1/12.
   */
  public double mean() {
    return Math.sqrt(Math.log(2 / delta) / (6.0 * rows)) + 0.5 / (rows + 1.0);
  }

  /**
   * The largest probability of {@code p <= u}: the quantile of {@code Beta(k + 1, n - k)}, {@code k
   * = floor(u (n + 1))}. For k itself it would be {@code Beta(k, n + 1 - k)} (Vovk 2012,
   * proposition 2); one more covers what a tail gives below the smallest counted p-value.
   *
   * @param u in (0, 1)
   */
  public double most(double u) {
    long k = rank(u);
    return k >= rows
        ? 1
        : BetaDistribution.of(k + 1.0, (double) rows - k).inverseSurvivalProbability(delta);
  }

  /**
   * The smallest probability of {@code p <= u}: the quantile of {@code Beta(k, n + 1 - k)}; 0 where
   * u is below the smallest counted p-value.
   *
   * @param u in (0, 1)
   */
  public double least(double u) {
    long k = rank(u);
    return k == 0 ? 0 : BetaDistribution.of(k, rows + 1.0 - k).inverseCumulativeProbability(delta);
  }

  private long rank(double u) {
    return (long) Math.floor(u * (rows + 1.0) * (1 + 1e-12));
  }
}

package io.vigia.calibration.drift;

/**
 * Two samples of one column, three ways. With F the distribution of the reference (m rows), as its
 * bins have it, and x a value of the other sample (n rows):
 *
 * <pre>{@code
 * distance = sup |F_n - F|                                (Kolmogorov and Smirnov)
 * location = mean of F(x) - 1/2                           (Mann and Whitney 1947)
 * spread   = mean of |F(x) - 1/2|, less the reference's   (Ansari and Bradley 1960)
 * }</pre>
 *
 * Samples of one law exceed {@link TwoSample#criticalDistance} with the first, and {@code sqrt(2
 * log(2 / alpha) v (1 / n + 1 / m))} with the others, v the variance of what is averaged (1/12 and
 * 1/48 without ties), with a probability of alpha at most; of the latter two that holds as far as
 * means of hundreds of bounded values have Gaussian tails. Location and spread see small changes of
 * their kind with a fifth of the rows, or fewer, that the distance needs.
 *
 * @param distance in [0, 1]
 * @param location in [-1/2, 1/2], above 0 where values are larger than the reference's
 * @param spread in [-1/4, 1/4], above 0 where they are farther out
 * @param locationVariance v of the location
 * @param spreadVariance v of the spread
 * @param rows n
 * @param reference m
 */
public record Comparison(
    double distance,
    double location,
    double spread,
    double locationVariance,
    double spreadVariance,
    long rows,
    long reference) {
  private static final int TESTS = 3;

  /** Whether one of the three exceeds what chance allows, and the distance is no small effect. */
  public boolean isMoved(double effect, double alpha) {
    return distance > effect && ratio(alpha) > 1;
  }

  /** The largest of the three statistics over its critical value, each at alpha / 3. */
  public double ratio(double alpha) {
    return Math.max(
        distance / TwoSample.criticalDistance(rows, reference, alpha / TESTS),
        Math.max(over(location, locationVariance, alpha), over(spread, spreadVariance, alpha)));
  }

  private double over(double statistic, double variance, double alpha) {
    double critical =
        Math.sqrt(2 * Math.log(2 * TESTS / alpha) * variance * (1.0 / rows + 1.0 / reference));
    return critical == 0 ? 0 : Math.abs(statistic) / critical;
  }

  /** Whether it is its place rather than its width that changed, each in its own deviation. */
  public boolean isShift() {
    return Math.abs(location) * Math.sqrt(spreadVariance)
        >= Math.abs(spread) * Math.sqrt(locationVariance);
  }
}

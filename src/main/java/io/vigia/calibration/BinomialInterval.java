package io.vigia.calibration;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * What shares a count of successes is compatible with: the central interval of a binomial
 * distribution's probability (Clopper and Pearson 1934),
 *
 * <pre>{@code
 * low  = B(alpha / 2; k, n - k + 1)           (0 at k = 0)
 * high = B(1 - alpha / 2; k + 1, n - k)       (1 at k = n)
 * }</pre>
 *
 * with {@code B(q; a, b)} the q-quantile of the beta distribution. It covers the share at least as
 * often as it says.
 *
 * @param low at or below k / n
 * @param high at or above k / n
 */
public record BinomialInterval(double low, double high) {
  /** The share that intervals of comparisons cover. */
  public static final double CONFIDENCE = 0.95;

  /**
   * The interval of a share.
   *
   * @param successes k, 0 to n
   * @param trials n, 1 or more
   * @param confidence in (0, 1), 1 - alpha
   * @throws IllegalArgumentException for others
   */
  public static BinomialInterval of(long successes, long trials, double confidence) {
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          successes + " of " + trials + "; allowed: 0 to n of n, n at least 1");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("a confidence is " + confidence + "; in (0, 1) it can be");
    }
    double tail = (1 - confidence) / 2;
    long failures = trials - successes;
    double low =
        successes == 0
            ? 0
            : BetaDistribution.of(successes, failures + 1.0).inverseCumulativeProbability(tail);
    double high =
        failures == 0
            ? 1
            : BetaDistribution.of(successes + 1.0, failures).inverseSurvivalProbability(tail);
    return new BinomialInterval(low, high);
  }

  public boolean contains(double share) {
    return low <= share && share <= high;
  }
}

package io.vigia.calibration;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * What means a count is compatible with: the central interval of a Poisson distribution's mean
 * (Garwood 1936),
 *
 * <pre>{@code
 * low  = chi2(alpha / 2; 2 n) / 2         (0 at n = 0)
 * high = chi2(1 - alpha / 2; 2 n + 2) / 2
 * }</pre>
 *
 * with {@code chi2(q; k)} the q-quantile of the chi-square distribution of k degrees of freedom. It
 * covers the mean at least as often as it says. A count that is no whole number, such as an
 * expected one, is put into the same formula.
 *
 * @param low at or below the count
 * @param high above the count
 */
public record PoissonInterval(double low, double high) {
  /** The share that the bands of records cover. */
  public static final double CONFIDENCE = 0.9;

  /**
   * The interval of a count.
   *
   * @param count 0 or more
   * @param confidence in (0, 1), 1 - alpha
   * @throws IllegalArgumentException for others
   */
  public static PoissonInterval of(double count, double confidence) {
    if (!(count >= 0 && count < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a count is " + count + "; 0 or more is needed");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("a confidence is " + confidence + "; in (0, 1) it can be");
    }
    double tail = (1 - confidence) / 2;
    double low =
        count == 0
            ? 0
            : ChiSquaredDistribution.of(2 * count).inverseCumulativeProbability(tail) / 2;
    double high = ChiSquaredDistribution.of(2 * count + 2).inverseSurvivalProbability(tail) / 2;
    return new PoissonInterval(low, high);
  }

  /**
   * The interval of a sum of weights, by the scaled Poisson distribution (Bohm and Zech 2014,
   * section 3): the sum is taken for {@code s n'} with {@code n' = (sum w)^2 / sum w^2} counts of
   * weight {@code s = sum w^2 / sum w}.
   *
   * @param sum of the weights, 0 or more
   * @param sumOfSquares of the weights; 0 where the sum is
   */
  public static PoissonInterval ofWeights(double sum, double sumOfSquares, double confidence) {
    if (sum == 0) {
      return of(0, confidence);
    }
    double scale = sumOfSquares / sum;
    return of(sum / scale, confidence).times(scale);
  }

  /** The interval in another unit. */
  public PoissonInterval times(double factor) {
    return new PoissonInterval(low * factor, high * factor);
  }

  public boolean contains(double mean) {
    return low <= mean && mean <= high;
  }
}

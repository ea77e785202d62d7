package io.vigia.calibration;

import java.util.Optional;

/**
 * The tail of background scores beyond the reach of a calibration set, by peaks over a threshold
 * (Davison and Smith 1990, section 2):
 *
 * <pre>{@code p(s) = zeta S(s - u),   zeta = (k + 1) / (n + 1)}</pre>
 *
 * with k of n scores above the threshold u and S the {@link GeneralisedPareto} of their excesses.
 * zeta is what the empirical p-value is just above u.
 *
 * <p>The threshold leaves the largest 2 % of the scores, at least {@value #LEAST_EXCESSES} and at
 * most {@value #MOST_EXCESSES}; where the fit to them is refused, half as many, and so on while
 * {@value #LEAST_EXCESSES} are left (Bader, Yan and Zhang 2018 choose so among thresholds). Fewer
 * than {@value #LEAST_SCORES} scores have no tail: {@value #LEAST_EXCESSES} of them are no tail.
 *
 * @param threshold u, nats
 * @param exceedance zeta, in (0, 1)
 * @param excesses k
 * @param distribution of the excesses, nats
 * @param andersonDarling A^2 of the excesses under the distribution
 * @param goodness the p-value of A^2; at or below {@link #REFUSED_AT} the fit is refused
 */
public record GeneralisedParetoTail(
    double threshold,
    double exceedance,
    int excesses,
    GeneralisedPareto distribution,
    double andersonDarling,
    double goodness) {

  /** The least number of scores. */
  public static final int LEAST_SCORES = 1000;

  /** The least number of excesses. */
  public static final int LEAST_EXCESSES = 50;

  /** The goodness of fit at or below which a tail is not used. */
  public static final double REFUSED_AT = 0.05;

  private static final int MOST_EXCESSES = 2000;
  private static final double SHARE = 0.02;
  private static final double MOST_LOG_ERROR = Math.log(10);
  private static final int MOST_BEYOND_REACH = 100;

  /**
   * @throws IllegalArgumentException where a number is not allowed
   */
  public GeneralisedParetoTail {
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException("threshold is " + threshold + "; allowed: a number");
    }
    if (!(exceedance > 0 && exceedance < 1)) {
      throw new IllegalArgumentException("exceedance is " + exceedance + "; allowed: in (0, 1)");
    }
    if (excesses < LEAST_EXCESSES) {
      throw new IllegalArgumentException(
          "excesses is " + excesses + "; allowed: " + LEAST_EXCESSES + " or more");
    }
    if (!(goodness >= 0 && goodness <= 1) || !Double.isFinite(andersonDarling)) {
      throw new IllegalArgumentException(
          "goodness is " + goodness + ", of A^2 " + andersonDarling + "; allowed: 0 to 1, finite");
    }
  }

  /**
   * The tail of these scores.
   *
   * @param ascending finite, ascending
   * @return the first fit that is not refused; where all are, the last one, which says so; empty
   *     where there are too few scores, or too few that differ
   */
  public static Optional<GeneralisedParetoTail> of(float[] ascending) {
    int n = ascending.length;
    Optional<GeneralisedParetoTail> fit = Optional.empty();
    if (n < LEAST_SCORES) {
      return fit;
    }
    int wanted = (int) Math.min(Math.max(SHARE * n, LEAST_EXCESSES), MOST_EXCESSES);
    for (; wanted >= LEAST_EXCESSES; wanted /= 2) {
      float threshold = ascending[n - 1 - wanted];
      double[] excesses = excesses(ascending, threshold);
      if (excesses.length < LEAST_EXCESSES) {
        return fit;
      }
      fit = Optional.of(fitted(threshold, excesses, n));
      if (!fit.get().isRefused()) {
        return fit;
      }
    }
    return fit;
  }

  private static double[] excesses(float[] ascending, float threshold) {
    int first = ascending.length;
    while (first > 0 && ascending[first - 1] > threshold) {
      first--;
    }
    double[] excesses = new double[ascending.length - first];
    for (int i = 0; i < excesses.length; i++) {
      excesses[i] = (double) ascending[first + i] - threshold;
    }
    return excesses;
  }

  private static GeneralisedParetoTail fitted(float threshold, double[] excesses, int n) {
    GeneralisedPareto distribution = GeneralisedPareto.ofExcesses(excesses);
    AndersonDarling agreement = AndersonDarling.of(excesses, distribution);
    return new GeneralisedParetoTail(
        threshold,
        (excesses.length + 1.0) / (n + 1.0),
        excesses.length,
        distribution,
        agreement.statistic(),
        agreement.pValue());
  }

  /** Whether the scores disagree with the distribution, so that it must not be used. */
  public boolean isRefused() {
    return goodness <= REFUSED_AT;
  }

  /**
   * The probability that a background score is at least this.
   *
   * @param score nats, at or above the threshold
   */
  public double pValue(double score) {
    return exceedance * distribution.survival(score - threshold);
  }

  /**
   * The score with this p-value, nats.
   *
   * @param p above 0, at most {@link #exceedance}
   */
  public double score(double p) {
    return threshold + distribution.quantile(p / exceedance);
  }

  /**
   * The smallest p-value that the tail may give: where the fit knows it to a factor of ten only
   * (one standard error of log p is log 10), and never below a hundredth of the reach 1 / (n + 1),
   * since no excess says what the distribution does so far out.
   *
   * @param calibrationSize n
   */
  public double floor(int calibrationSize) {
    double reach = 1 / (calibrationSize + 1.0);
    double known = 0;
    double unknown = Math.log(exceedance / reach * MOST_BEYOND_REACH);
    if (distribution.standardError(unknown, excesses) <= MOST_LOG_ERROR) {
      return reach / MOST_BEYOND_REACH;
    }
    while (unknown - known > 1e-9) {
      double middle = (known + unknown) / 2;
      if (distribution.standardError(middle, excesses) <= MOST_LOG_ERROR) {
        known = middle;
      } else {
        unknown = middle;
      }
    }
    return Math.min(exceedance * Math.exp(-known), reach);
  }
}

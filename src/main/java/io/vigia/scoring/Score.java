package io.vigia.scoring;

import io.vigia.calibration.PValueMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of one event.
 *
 * @param nll negative log-likelihood, nats over the model's feature space; finite, higher is rarer.
 *     Of an ensemble the mean over its members that are densities (exactly, or by a bound); where
 *     no member is one, the mean of the members' scores
 * @param pValue of the statistic against held-out background, in (0, 1]
 * @param method whether the p-value is counted or from a fitted tail
 * @param statistic what the p-value compares and events rank by: the nll itself, or of an ensemble
 *     the combined tail scores; finite, higher is rarer
 * @param spread standard deviation of the nll over the members whose densities are exact, nats; NaN
 *     where there are fewer than two
 * @param group that the event was calibrated in; null where there is one only
 * @param classProbabilities of the classes by Bayes' theorem, in the model's order; empty where the
 *     model knows none. Not copied
 * @param unsupported names of the context columns with a value that the model never saw; empty
 *     where there is none. Not copied
 */
@SuppressWarnings("ArrayRecordComponent") // one for each event; compared by identity
public record Score(
    double nll,
    double pValue,
    PValueMethod method,
    double statistic,
    double spread,
    @Nullable String group,
    double[] classProbabilities,
    List<String> unsupported) {
  static final double[] NO_CLASSES = {};

  public Score {
    if (!Double.isFinite(nll) || !Double.isFinite(statistic) || !(pValue > 0 && pValue <= 1)) {
      throw new IllegalArgumentException(
          "not a score: nll " + nll + ", statistic " + statistic + ", p-value " + pValue);
    }
  }

  /** A score with a counted p-value in a context that the model knows. */
  public Score(
      double nll,
      double pValue,
      double statistic,
      double spread,
      @Nullable String group,
      double[] classProbabilities) {
    this(
        nll,
        pValue,
        PValueMethod.EMPIRICAL,
        statistic,
        spread,
        group,
        classProbabilities,
        List.of());
  }

  /** The score by one density, calibrated as one group. */
  public Score(double nll, double pValue) {
    this(nll, pValue, nll, Double.NaN, null, NO_CLASSES);
  }

  /** Whether the model has seen contexts such as the event's. */
  public boolean isSupported() {
    return unsupported.isEmpty();
  }

  /** Whether there is a spread over members. */
  public boolean hasSpread() {
    return !Double.isNaN(spread);
  }
}

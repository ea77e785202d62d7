package io.vigia.retrain;

import java.util.Locale;

/**
 * What a candidate model must be to go into service, and who has the last word.
 *
 * @param onSchedule whether a candidate that is good enough goes into service by itself where its
 *     window closed by time or count
 * @param onDrift the same after a drift: the stream has changed, and only a person can say whether
 *     the instrument or the sky did
 * @param errors by how many standard errors its nll must be better
 * @param significance one-sided: of the tests that p-values are uniform and that fewer injections
 *     are found
 * @param distance Kolmogorov-Smirnov distance of p-values from uniform that is no harm, however
 *     many rows show it
 * @param alertFactor how many times the nominal share of alerts is still allowed
 */
public record GateRule(
    Mode onSchedule,
    Mode onDrift,
    double errors,
    double significance,
    double distance,
    double alertFactor) {
  /** Who has the last word on a candidate that is good enough. */
  public enum Mode {
    /** A person is asked. */
    MANUAL,
    /** The gate promotes. */
    AUTO
  }

  /** A person is asked after a drift. */
  public static final GateRule DEFAULT = new GateRule(Mode.AUTO, Mode.MANUAL, 2, 0.01, 0.02, 2);

  /**
   * @throws IllegalArgumentException for limits that are none
   */
  public GateRule {
    if (!(errors >= 0)
        || !(significance > 0 && significance < 1)
        || !(distance > 0 && distance < 1)
        || !(alertFactor > 1)) {
      throw new IllegalArgumentException(
          "a gate at "
              + errors
              + " standard errors, significance "
              + significance
              + ", distance "
              + distance
              + ", alert factor "
              + alertFactor
              + "; allowed: from 0, in (0, 1), in (0, 1), above 1");
    }
  }

  /** For people. */
  public String text() {
    return "on schedule "
        + onSchedule.name().toLowerCase(Locale.ROOT)
        + ", after a drift "
        + onDrift.name().toLowerCase(Locale.ROOT)
        + "; nll by "
        + errors
        + " standard errors, p-values within "
        + distance
        + " of uniform, alerts within a factor "
        + alertFactor;
  }

  /** The same with other words on who decides. */
  public GateRule with(Mode schedule, Mode drift) {
    return new GateRule(schedule, drift, errors, significance, distance, alertFactor);
  }

  /** Who has the last word on a model that was trained for this. */
  public Mode mode(TrainingJob.Cause cause) {
    return cause == TrainingJob.Cause.DRIFT ? onDrift : onSchedule;
  }
}

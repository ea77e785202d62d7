package io.vigia.alert.budget;

import io.vigia.calibration.PoissonInterval;
import org.jspecify.annotations.Nullable;

/**
 * How often background gives an event as rare as one.
 *
 * @param hertz per live second
 * @param band 90 % Poisson, of the same unit
 * @param method how it was found
 * @param isExtrapolated whether it is below one in the live time that was seen
 * @param perPeriod how many such events a period has, in the mean; null while the live time of a
 *     period is not known
 * @param period its unit: night
 */
public record FalseAlarmRate(
    double hertz,
    PoissonInterval band,
    Method method,
    boolean isExtrapolated,
    @Nullable Double perPeriod,
    String period) {

  /** How a rate was found. */
  public enum Method {
    /** Candidates as rare were counted. */
    COUNTED,
    /** The p-value times the rate of events. */
    RATE;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}

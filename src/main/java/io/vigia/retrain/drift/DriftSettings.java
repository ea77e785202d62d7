package io.vigia.retrain.drift;

/**
 * What counts as drift: {@code retrain.drift} of a topology.
 *
 * @param falseAlarms probability that a watch, from its start to its end, ever raises a false
 *     alarm, in (0, 0.5]; each of the four tests gets a quarter
 * @param effect Kolmogorov-Smirnov distance of a feature or of nll, and difference of the mean
 *     p-value, that does not count, in [0, 1)
 * @param rateEffect by how much of itself the share of rare events may change before it counts, 0
 *     or more
 * @param reference samples, from the model's first on, that later ones are compared with, from
 *     {@value #LEAST_REFERENCE}
 * @param calibrationRows of the model's calibration where {@link DriftMonitor#calibrated} did not
 *     say, 1 or more; where it has fewer, more false alarms come than are said
 * @param coolDown samples that are not watched after a report, 0 or more
 */
public record DriftSettings(
    double falseAlarms,
    double effect,
    double rateEffect,
    int reference,
    int calibrationRows,
    int coolDown) {
  static final int LEAST_REFERENCE = 500;

  /** One false alarm in a hundred watches; a distance of 0.02. */
  public static final DriftSettings DEFAULT =
      new DriftSettings(0.01, 0.02, 0.5, 10_000, 2_000, 20_000);

  /**
   * @throws IllegalArgumentException for a figure outside of what is allowed
   */
  public DriftSettings {
    require(falseAlarms > 0 && falseAlarms <= 0.5, "false-alarms", falseAlarms, "above 0 to 0.5");
    require(effect >= 0 && effect < 1, "effect", effect, "from 0 to below 1");
    require(rateEffect >= 0 && rateEffect < 1e6, "rate-effect", rateEffect, "0 or more");
    require(
        reference >= LEAST_REFERENCE, "reference", reference, LEAST_REFERENCE + " samples or more");
    require(calibrationRows >= 1, "calibration-rows", calibrationRows, "1 or more");
    require(coolDown >= 0, "cool-down", coolDown, "0 or more");
  }

  private static void require(boolean holds, String key, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "retrain.drift." + key + " is " + value + "; allowed: " + allowed);
    }
  }

  /** Level of each of the four tests. */
  double level() {
    return falseAlarms / 4;
  }
}

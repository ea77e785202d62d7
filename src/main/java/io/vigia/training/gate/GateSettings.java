package io.vigia.training.gate;

/**
 * How models are compared.
 *
 * @param alertP p-value at or below which an event would be an alert, in (0, 1)
 * @param falseAlarms share of the unseen rows that may be above a model's threshold when injections
 *     are counted, in (0, 1)
 * @param injections of each kind, from 1
 * @param seed of the injections
 */
public record GateSettings(double alertP, double falseAlarms, int injections, long seed) {
  /** At one row in a hundred, a thousand injections. */
  public static GateSettings of(double alertP, long seed) {
    return new GateSettings(alertP, 0.01, 1000, seed);
  }

  /**
   * @throws IllegalArgumentException where a value is not among those allowed
   */
  public GateSettings {
    if (!(alertP > 0 && alertP < 1) || !(falseAlarms > 0 && falseAlarms < 1) || injections < 1) {
      throw new IllegalArgumentException(
          "alerts at p "
              + alertP
              + ", false alarms "
              + falseAlarms
              + ", injections "
              + injections
              + "; allowed: in (0, 1), in (0, 1), from 1");
    }
  }
}

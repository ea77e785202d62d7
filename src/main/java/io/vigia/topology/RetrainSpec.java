package io.vigia.topology;

import io.vigia.retrain.GateRule;
import io.vigia.retrain.WindowRule;

/**
 * How a stream learns again from its samples.
 *
 * @param window when one closes
 * @param trim share of the rarest training rows that is left out, in [0, 0.5]
 * @param warm whether a training starts from the weights in service
 * @param gate what a candidate must be
 * @param onDrift whether a drift closes the window
 * @param drift what counts as one
 * @param attempts deliveries of a job before it is given up
 */
public record RetrainSpec(
    WindowRule window,
    double trim,
    boolean warm,
    GateRule gate,
    boolean onDrift,
    Drift drift,
    int attempts) {
  /** Where a file says nothing. */
  public static final RetrainSpec DEFAULT =
      new RetrainSpec(WindowRule.DEFAULT, 0.01, true, GateRule.DEFAULT, true, Drift.DEFAULT, 3);

  /**
   * What counts as a drift.
   *
   * @param falseAlarms chance of an alarm where there is none, as {@code docs/drift.md} states it
   * @param effect smallest Kolmogorov-Smirnov distance that counts
   */
  public record Drift(double falseAlarms, double effect) {
    public static final Drift DEFAULT = new Drift(0.01, 0.02);
  }
}

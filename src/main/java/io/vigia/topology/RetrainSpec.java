package io.vigia.topology;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.retrain.GateRule;
import io.vigia.retrain.RetrainPlan;
import io.vigia.retrain.WindowRule;
import io.vigia.retrain.drift.DriftSettings;
import java.util.LinkedHashMap;
import java.util.Map;

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
 * @param training the file's {@code training} section without its device, as jobs carry it
 */
public record RetrainSpec(
    WindowRule window,
    double trim,
    boolean warm,
    GateRule gate,
    boolean onDrift,
    Drift drift,
    int attempts,
    ObjectNode training) {
  /** Where a file says nothing. */
  public static final RetrainSpec DEFAULT =
      new RetrainSpec(
          WindowRule.DEFAULT,
          0.01,
          true,
          GateRule.DEFAULT,
          true,
          Drift.DEFAULT,
          3,
          JsonNodeFactory.instance.objectNode());

  /** What it amounts to for a person: a key, and what is said of it. */
  Map<String, String> report() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("window", window.text());
    rows.put("drift", onDrift ? "closes the window at the change" : "is only reported");
    rows.put(
        "training",
        (warm ? "from the weights in service" : "fresh") + ", without the rarest " + trim);
    rows.put("gate", gate.text());
    return rows;
  }

  /** What it amounts to for a stream. */
  RetrainPlan plan(TopologySpec spec) {
    return new RetrainPlan(
        spec.name(),
        TopicNames.of(spec).samples(),
        spec.features().sha256(),
        spec.features().featureNames(),
        window,
        onDrift,
        training,
        warm,
        trim,
        spec.training().seed(),
        gate);
  }

  /**
   * What counts as a drift.
   *
   * @param falseAlarms chance of an alarm where there is none, as {@code docs/drift.md} states it
   * @param effect smallest Kolmogorov-Smirnov distance that counts
   * @param reference samples of a model, its first, that later ones are compared with
   * @param coolDown samples after a report that are not watched
   */
  public record Drift(double falseAlarms, double effect, int reference, int coolDown) {
    /** As {@link DriftSettings#DEFAULT}. */
    public static final Drift DEFAULT =
        new Drift(
            DriftSettings.DEFAULT.falseAlarms(),
            DriftSettings.DEFAULT.effect(),
            DriftSettings.DEFAULT.reference(),
            DriftSettings.DEFAULT.coolDown());

    DriftSettings settings() {
      DriftSettings usual = DriftSettings.DEFAULT;
      return new DriftSettings(
          falseAlarms, effect, usual.rateEffect(), reference, usual.calibrationRows(), coolDown);
    }
  }
}

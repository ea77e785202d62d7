package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.kernel.CompiledDensity;
import io.vigia.retrain.GateRule;
import io.vigia.retrain.GateRule.Mode;
import io.vigia.retrain.WindowRule;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The key {@code retrain} of a topology file. Its form is the schema's. */
final class RetrainSection {
  private final JsonNode file;
  private final JsonNode retrain;
  private final TrainingSection training;
  private final BiConsumer<String, String> refuse;

  /**
   * @param training of the same file, checked before this section is
   */
  RetrainSection(JsonNode file, TrainingSection training, BiConsumer<String, String> refuse) {
    this.file = file;
    this.training = training;
    this.retrain = file.path("retrain");
    this.refuse = refuse;
  }

  void check() {
    if (!retrain.isObject()) {
      return;
    }
    checkKinds();
    if (file.at("/samples/rate").isNumber() && file.at("/samples/rate").doubleValue() == 0) {
      refuse.accept(
          "retrain", "learns from samples, and samples.rate is 0; set it above 0, or take one out");
    }
    boolean isByDrift = retrain.path("on-drift").asBoolean(RetrainSpec.DEFAULT.onDrift());
    if (!retrain.has("every") && !retrain.has("count") && !isByDrift) {
      refuse.accept(
          "retrain",
          "has nothing that closes a window; give every (a time) or count, or set on-drift: true");
    }
    long minRows = retrain.path("min-rows").asLong();
    if (retrain.path("count").isIntegralNumber() && count() < minRows) {
      refuse.accept(
          "retrain.count",
          "is "
              + count()
              + ", below retrain.min-rows ("
              + minRows
              + "); allowed: at least that, since no smaller window trains");
    }
  }

  /** What is learned again goes into the stream, which only kernels score. */
  private void checkKinds() {
    for (String kind : training.kinds()) {
      if (!CompiledDensity.kinds().contains(kind)) {
        refuse.accept(
            "retrain",
            "learns again what training says, a density of kind "
                + kind
                + ", which cannot score a stream; allowed with it: "
                + CompiledDensity.kinds()
                + ". Take retrain out where the file is for a second level, which 'vigia train'"
                + " trains");
        return;
      }
    }
  }

  /** What it says; null where the topology has none. */
  @Nullable RetrainSpec spec() {
    if (retrain.isMissingNode()) {
      return null;
    }
    RetrainSpec otherwise = RetrainSpec.DEFAULT;
    return new RetrainSpec(
        window(),
        retrain.path("trim").asDouble(otherwise.trim()),
        !retrain.path("start").asText().equals("fresh"),
        gate(),
        retrain.path("on-drift").asBoolean(otherwise.onDrift()),
        drift(),
        retrain.path("attempts").asInt(otherwise.attempts()),
        training());
  }

  private ObjectNode training() {
    ObjectNode training = JsonNodeFactory.instance.objectNode();
    file.path("training")
        .fields()
        .forEachRemaining(one -> training.set(one.getKey(), one.getValue()));
    training.remove("device");
    return training;
  }

  private WindowRule window() {
    WindowRule otherwise = WindowRule.DEFAULT;
    Duration late = duration("late");
    long fewest = count() == 0 ? otherwise.minRows() : Math.min(count(), otherwise.minRows());
    return new WindowRule(
        duration("every"),
        count(),
        retrain.path("min-rows").asLong(fewest),
        late == null ? otherwise.late() : late);
  }

  private long count() {
    return retrain.path("count").asLong();
  }

  private @Nullable Duration duration(String key) {
    JsonNode written = retrain.path(key);
    return written.isTextual() ? Durations.of(written.asText()) : null;
  }

  private GateRule gate() {
    GateRule otherwise = GateRule.DEFAULT;
    JsonNode gate = retrain.path("gate");
    if (gate.isTextual()) {
      Mode mode = Labels.of(Mode.values(), retrain, "gate", Mode.MANUAL);
      return otherwise.with(mode, mode);
    }
    return new GateRule(
        Labels.of(Mode.values(), gate, "schedule", otherwise.onSchedule()),
        Labels.of(Mode.values(), gate, "drift", otherwise.onDrift()),
        otherwise.errors(),
        otherwise.significance(),
        gate.path("distance").asDouble(otherwise.distance()),
        gate.path("alert-factor").asDouble(otherwise.alertFactor()));
  }

  private RetrainSpec.Drift drift() {
    JsonNode drift = retrain.path("drift");
    RetrainSpec.Drift otherwise = RetrainSpec.Drift.DEFAULT;
    return new RetrainSpec.Drift(
        drift.path("false-alarms").asDouble(otherwise.falseAlarms()),
        drift.path("effect").asDouble(otherwise.effect()),
        drift.path("reference").asInt(otherwise.reference()),
        drift.path("cool-down").asInt(otherwise.coolDown()));
  }
}

package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.event.EventLayout;
import io.vigia.feature.Expression.Type;
import io.vigia.feature.Feature.Transform;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowShape;
import io.vigia.topology.ModelSpec.Model;
import io.vigia.topology.TrainingSpec.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the key {@code training} of a topology file means. */
final class TrainingSection {
  /** A key that only some densities know. */
  private record Knob(String key, Predicate<ModelSpec> isKnown, String owners) {}

  private static final List<Knob> KNOBS =
      List.of(
          new Knob("flow", model -> model.model() == Model.FLOW, "flows"),
          new Knob("transforms", ModelSpec::isCompositeFlow, "flows but cnf"),
          new Knob("hidden", ModelSpec::isCompositeFlow, "flows but cnf"),
          new Knob("residual", ModelSpec::isCompositeFlow, "flows but cnf"),
          new Knob("mixing", ModelSpec::isCompositeFlow, "flows but cnf"),
          new Knob("bins", ModelSpec::isSplineFlow, "flows nsf-ar and nsf-c"),
          new Knob("tail-bound", ModelSpec::isSplineFlow, "flows nsf-ar and nsf-c"),
          new Knob("coordinates", model -> model.model().readsColumns(), "models of columns"));

  private final JsonNode training;
  private final FieldTable fields;
  private final InputsSection inputs;
  private final BiConsumer<String, String> refuse;
  private String groupBy = "";
  private @Nullable Label label;
  private final List<ModelSpec> models = new ArrayList<>();
  private final List<Long> seeds = new ArrayList<>();

  TrainingSection(
      JsonNode file, FieldTable fields, InputsSection inputs, BiConsumer<String, String> refuse) {
    this.training = file.path("training");
    this.fields = fields;
    this.inputs = inputs;
    this.refuse = refuse;
  }

  void check() {
    JsonNode group = training.path("group-by");
    if (group.isTextual() && !group.asText().isEmpty()) {
      groupBy = fields.pointer("training.group-by", group.asText());
    }
    if (training.path("label").isTextual()) {
      label = label(training.get("label").asText());
    }
    checkModels();
  }

  TrainingSpec spec() {
    return new TrainingSpec(
        groupBy,
        label,
        shared(),
        TrainingSpec.named(models, seeds),
        training.path("device").asText(TrainingSpec.DEFAULT_DEVICE),
        training.path("max-steps").asInt(TrainingSpec.DEFAULT_MAX_STEPS),
        seed());
  }

  private long seed() {
    return training.path("seed").asLong(TrainingSpec.DEFAULT_SEED);
  }

  private @Nullable Label label(String text) {
    String key = "training.label";
    if (text.startsWith("/")) {
      try {
        EventLayout.pointer(text);
      } catch (IllegalArgumentException e) {
        refuse.accept(key, "is wrong: " + e.getMessage());
      }
    } else {
      inputs.alike(text).ifPresent(same -> isInput(key, text, same));
      Set<String> read = fields.readsBeside(key, text, Type.NUMBER);
      return new Label(text, fields.of(read));
    }
    inputs.at(text).ifPresent(same -> isInput(key, text, same));
    return new Label(text, List.of());
  }

  private void isInput(String key, String text, String same) {
    refuse.accept(
        key,
        "is \""
            + text
            + "\", which "
            + same
            + " is already; what is scored or given cannot be the class too");
  }

  private void checkModels() {
    ModelSpec shared = shared();
    JsonNode members = training.path("members");
    if (members.isEmpty()) {
      models.add(shared);
      seeds.add(seed());
    }
    Map<List<Object>, Integer> seen = new HashMap<>();
    for (int i = 0; i < members.size(); i++) {
      String key = "training.members[" + i + "]";
      ModelSpec model = model(members.get(i), shared);
      models.add(model);
      refuseUnknown(key + ".", members.get(i), List.of(model), "the member is " + model.kind());
      checkShape(key + ".", model);
      long seed = members.get(i).path("seed").asLong(seed() + i);
      seeds.add(seed);
      Integer same = seen.putIfAbsent(List.of(model, seed), i);
      if (same != null) {
        refuse.accept(key, "is members[" + same + "] again; give it another seed, or take it out");
      }
    }
    String are = members.isEmpty() ? "the model is " + shared.kind() : "no member takes it";
    refuseUnknown("training.", training, models, are);
    if (members.isEmpty()) {
      checkShape("training.", shared);
    }
  }

  /** The kinds of the densities, once {@link #check} has read them. */
  List<String> kinds() {
    return models.stream().map(ModelSpec::kind).toList();
  }

  private ModelSpec shared() {
    return model(training, ModelSpec.DEFAULT.withModel(Model.reading(inputs.block())));
  }

  /** What is written, else what {@code shared} has. */
  private static ModelSpec model(JsonNode json, ModelSpec shared) {
    return new ModelSpec(
        Labels.of(Model.values(), json, "model", json.has("flow") ? Model.FLOW : shared.model()),
        json.path("flow").asText(shared.flow()),
        shape(json, shared.shape()),
        Labels.of(Transform.values(), json, "coordinates", shared.coordinates()));
  }

  private static FlowShape shape(JsonNode json, FlowShape shared) {
    List<Integer> hidden = new ArrayList<>();
    json.path("hidden").forEach(width -> hidden.add(width.intValue()));
    return new FlowShape(
        json.path("transforms").asInt(shared.transforms()),
        hidden.isEmpty() ? shared.hidden() : hidden,
        json.path("residual").asBoolean(shared.residual()),
        json.path("mixing").asText(shared.mixing()),
        json.path("bins").asInt(shared.bins()),
        json.path("tail-bound").asDouble(shared.tailBound()));
  }

  private void refuseUnknown(String prefix, JsonNode json, List<ModelSpec> models, String are) {
    for (Knob knob : KNOBS) {
      if (json.has(knob.key) && models.stream().noneMatch(knob.isKnown)) {
        refuse.accept(
            prefix + knob.key,
            "is " + json.get(knob.key) + ", but " + are + "; only " + knob.owners + " take it");
      }
    }
  }

  private void checkShape(String prefix, ModelSpec model) {
    if (!inputs.hasRefusedBlock() && !model.model().reads(inputs.block())) {
      refuse.accept(
          prefix + "model",
          "is \""
              + model.model().label()
              + "\", which does not read "
              + inputs.whatTheyAre()
              + "; "
              + Model.reading(inputs.block()).label()
              + " does");
    }
    if (label != null && !model.model().isDensity()) {
      refuse.accept(
          prefix + "model",
          "is \""
              + model.model().label()
              + "\", which is no density and cannot tell the classes of training.label apart; take"
              + " one of them out");
    }
    if (!model.isCompositeFlow()) {
      return;
    }
    List<Integer> hidden = model.shape().hidden();
    if (model.shape().residual() && hidden.stream().distinct().count() > 1) {
      refuse.accept(
          prefix + "residual",
          "is true, but hidden is " + hidden + "; residual layers have one width");
    }
    if (FlowArchitecture.isCoupling(model.kind()) && inputs.features().size() == 1) {
      refuse.accept(
          prefix + "flow", "is \"" + model.kind() + "\", which needs two features; there is one");
    }
  }
}

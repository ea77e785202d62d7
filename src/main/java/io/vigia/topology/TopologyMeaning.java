package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.event.EventLayout;
import io.vigia.event.Role;
import io.vigia.event.TimeField;
import io.vigia.feature.Expression.Type;
import io.vigia.feature.FeatureSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a topology file means: names resolved, expressions compiled, combinations judged, defaults
 * filled in. Works on as much of a file as has the right form, so that a typing error in one place
 * does not hide one in another.
 */
final class TopologyMeaning {
  private final JsonNode file;
  private final Path path;
  private final BiConsumer<String, String> refuse;
  private final FieldTable fields;
  private final InputsSection inputs;
  private final TrainingSection training;
  private final CalibrationSection calibration;
  private final DeskSection desk;
  private final ExposureSection exposure;
  private final RetrainSection retrain;
  private boolean sound;
  private final Map<Role, String> roles = new LinkedHashMap<>();
  private final Map<String, String> cuts = new LinkedHashMap<>();
  private final List<String> carry = new ArrayList<>();
  private final Set<String> readByCuts = new LinkedHashSet<>();

  /**
   * @param path of the file, from which the model's folder is looked for
   * @param wellFormed whether the whole file has the right form
   * @param refuse takes the full key and the text of a problem
   */
  TopologyMeaning(JsonNode file, Path path, boolean wellFormed, BiConsumer<String, String> refuse) {
    this.file = file;
    this.path = path;
    this.sound = wellFormed;
    this.refuse =
        (key, text) -> {
          sound = false;
          refuse.accept(key, text);
        };
    this.fields = new FieldTable(file, this.refuse);
    this.inputs = new InputsSection(file, fields, this.refuse);
    this.training = new TrainingSection(file, fields, inputs, this.refuse);
    this.calibration = new CalibrationSection(file, inputs, this.refuse);
    this.desk = new DeskSection(file, path, this.refuse);
    this.exposure = new ExposureSection(file, path, fields, this.refuse);
    this.retrain = new RetrainSection(file, training, this.refuse);
  }

  void check() {
    readRoles();
    readCuts();
    inputs.check();
    readCarry();
    training.check();
    calibration.check();
    exposure.check();
    fields.refuseUnused();
    checkSource();
    checkAlerts();
    desk.check();
    retrain.check();
    KafkaSettings.check(file.path("kafka"), this.refuse);
  }

  /** The spec, once {@link #check} has refused nothing. */
  TopologySpec spec() {
    JsonNode source = file.get("source");
    String name = file.get("name").asText();
    return new TopologySpec(
        name,
        new TopologySpec.Source(
            source.get("topic").asText(), TopologySpec.Format.JSON, layout(), keyedBy()),
        roles,
        schema(),
        carry,
        NearbyFile.of(path, file.path("model").asText("models/" + name + "/1")),
        ReviewSection.spec(file, written -> NearbyFile.of(path, written)),
        new TopologySpec.Scores(share(file.at("/scores/publish"))),
        alerts(),
        desk.policy(),
        samples(),
        retrain.spec(),
        exposure.spec(),
        topics(),
        training.spec(),
        calibration.settings(),
        KafkaSettings.raw(file.path("kafka")));
  }

  private FeatureSchema schema() {
    Set<String> read = new LinkedHashSet<>(readByCuts);
    read.addAll(inputs.read());
    return new FeatureSchema(
        fields.of(read),
        cuts,
        inputs.features(),
        inputs.context(),
        inputs.symmetries(),
        inputs.block());
  }

  private void readRoles() {
    file.path("roles")
        .fields()
        .forEachRemaining(
            entry -> {
              if (!entry.getValue().isTextual()) {
                return;
              }
              fields.reads("roles." + entry.getKey(), entry.getValue().asText(), Type.CONDITION);
              for (Role role : Role.values()) {
                if (role.label().equals(entry.getKey())) {
                  roles.put(role, entry.getValue().asText());
                }
              }
            });
  }

  private void readCuts() {
    file.path("select")
        .fields()
        .forEachRemaining(
            entry -> {
              if (entry.getValue().isTextual()) {
                String text = entry.getValue().asText();
                fields
                    .reads("select." + entry.getKey(), text, Type.CONDITION)
                    .ifPresent(readByCuts::addAll);
                cuts.put(entry.getKey(), text);
              }
            });
  }

  private void readCarry() {
    Map<String, String> keys = new HashMap<>();
    JsonNode list = file.path("carry");
    for (int i = 0; i < list.size(); i++) {
      if (!list.get(i).isTextual() || list.get(i).asText().isEmpty()) {
        continue;
      }
      String entry = list.get(i).asText();
      String key = "carry[" + i + "]";
      String place = fields.carried(key, entry);
      String label = entry.substring(entry.lastIndexOf('/') + 1);
      String same = keys.putIfAbsent(label, key);
      if (same != null) {
        refuse.accept(
            key, "is \"" + entry + "\", carried as " + label + ", the name that " + same + " has");
      }
      carry.add(place);
    }
  }

  private void checkSource() {
    JsonNode source = file.path("source");
    if (source.path("keyed-by").asText().equals("object") && !source.has("object-id")) {
      refuse.accept(
          "source.keyed-by",
          "is object, but source.object-id names no object; add it, or say none");
    }
    try {
      time();
    } catch (IllegalArgumentException e) {
      refuse.accept("source.time.scale", "is impossible: " + e.getMessage());
      return;
    }
    String stem = file.at("/topics/prefix").asText("") + file.path("name").asText();
    String topic = source.path("topic").asText();
    if (TopicNames.isOurs(topic, stem)) {
      refuse.accept(
          "source.topic", "is \"" + topic + "\", a topic that this stream writes; name another");
    }
    if (!sound) {
      return; // One mistake must not be reported twice.
    }
    try {
      layout();
    } catch (IllegalArgumentException e) {
      refuse.accept("source", "cannot be read together with the fields: " + e.getMessage());
    }
  }

  private EventLayout layout() {
    JsonNode source = file.path("source");
    return new EventLayout(
        strings(source.path("event-id")),
        strings(source.path("object-id")),
        time(),
        fields.used(),
        source.path("max-bytes").asInt(1 << 20));
  }

  private @Nullable TimeField time() {
    JsonNode time = file.at("/source/time");
    TimeField.Unit unit = Labels.of(TimeField.Unit.values(), time.path("unit").asText());
    if (!time.path("field").isTextual() || unit == null) {
      return null;
    }
    TimeField.Scale scale = Labels.of(TimeField.Scale.values(), time.path("scale").asText());
    return new TimeField(
        time.get("field").asText(), unit, scale == null ? unit.usualScale() : scale);
  }

  private void checkAlerts() {
    if (alerts().threshold() > alerts().preCut()) {
      refuse.accept(
          "alerts.threshold",
          "is "
              + alerts().threshold()
              + ", above alerts.pre-cut ("
              + alerts().preCut()
              + "); at most that is allowed, since only candidates become alerts");
    }
  }

  private TopologySpec.Alerts alerts() {
    return new TopologySpec.Alerts(
        file.at("/alerts/pre-cut").asDouble(1e-3),
        file.at("/alerts/threshold").asDouble(1e-5),
        desk.allocation(),
        !file.at("/alerts/reasons").asText().equals("none"),
        file.at("/alerts/feedback").asText("all"));
  }

  private TopologySpec.Samples samples() {
    JsonNode samples = file.path("samples");
    return new TopologySpec.Samples(
        samples.path("rate").asDouble(0.01),
        Labels.of(
            TopologySpec.SampleContent.values(),
            samples,
            "content",
            TopologySpec.SampleContent.FEATURES));
  }

  private TopologySpec.KeyedBy keyedBy() {
    TopologySpec.KeyedBy keyedBy =
        Labels.of(TopologySpec.KeyedBy.values(), file.at("/source/keyed-by").asText());
    return keyedBy == null ? TopologySpec.KeyedBy.NONE : keyedBy;
  }

  private static double share(JsonNode publish) {
    return publish.isNumber() ? publish.doubleValue() : publish.asText().equals("none") ? 0 : 1;
  }

  private TopologySpec.Topics topics() {
    JsonNode topics = file.path("topics");
    String mode = topics.isTextual() ? topics.asText() : topics.path("mode").asText("managed");
    return new TopologySpec.Topics(mode.equals("managed"), topics.path("prefix").asText(""));
  }

  private static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(one -> strings.add(one.asText()));
    return strings;
  }
}

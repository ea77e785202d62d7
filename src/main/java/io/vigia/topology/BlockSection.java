package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.feature.BlockColumns;
import io.vigia.feature.Expression;
import io.vigia.feature.Expression.Type;
import io.vigia.feature.FeatureBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** What a feature with the key {@code pixels} or {@code set} means. */
final class BlockSection {
  private static final String PIXELS = "pixels";
  private static final String SET = "set";

  private static final List<String> OF_COLUMNS =
      List.of("missing", "type", "values", "transform", "sigma");

  private final JsonNode features;
  private final FieldTable fields;
  private final BiConsumer<String, String> refuse;
  private final Set<String> read = new HashSet<>();
  private boolean sound = true;

  /**
   * @param features the list of the file
   */
  BlockSection(JsonNode features, FieldTable fields, BiConsumer<String, String> refuse) {
    this.features = features;
    this.fields = fields;
    this.refuse =
        (key, text) -> {
          sound = false;
          refuse.accept(key, text);
        };
  }

  /** Whether a feature of the file is a block. */
  static boolean isOne(JsonNode feature) {
    return feature.has(PIXELS) || feature.has(SET);
  }

  /** The columns; none where there is no block, or where something about it was refused. */
  Optional<BlockColumns> columns() {
    for (int i = 0; i < features.size(); i++) {
      JsonNode json = features.get(i);
      String name = json.path("name").asText();
      if (isOne(json) && !name.isEmpty()) {
        refuseBeside(i);
        refuseKeys("features[" + i + "]", json);
        Optional<BlockColumns> columns = columns("features[" + i + "]", name, json);
        columns.ifPresent(fields::addBlock);
        return sound ? columns : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The names of the event's own fields that the columns read. */
  Set<String> read() {
    return read;
  }

  private void refuseBeside(int block) {
    for (int i = 0; i < features.size(); i++) {
      if (i != block) {
        refuse.accept(
            "features[" + i + "]",
            "stands beside features["
                + block
                + "], whose pixels or members are all features; what else is known of an event goes"
                + " to context");
      }
    }
  }

  private void refuseKeys(String place, JsonNode json) {
    if (json.has(PIXELS) && json.has(SET)) {
      refuse.accept(place + "." + SET, "stands beside pixels; a feature is one of them");
    }
    List<String> refused = new ArrayList<>(OF_COLUMNS);
    if (json.has(SET)) {
      refused.addAll(List.of("expr", "unit"));
    }
    for (String key : refused) {
      if (json.has(key)) {
        refuse.accept(
            place + "." + key,
            "is "
                + json.get(key)
                + ", but the feature is "
                + (json.has(SET) ? "a set; set.of says what its members have" : "an image")
                + "; leave it out");
      }
    }
    String name = json.path("name").asText();
    if (Expression.isReserved(name)) {
      refuse.accept(
          place + ".name", "is \"" + name + "\", a word that expressions know; give it another");
    }
  }

  private Optional<BlockColumns> columns(String place, String name, JsonNode json) {
    if (!sound) {
      return Optional.empty();
    }
    try {
      return json.has(PIXELS) ? pixels(place, name, json) : members(place, name, json.get(SET));
    } catch (IllegalArgumentException e) {
      refuse.accept(place, "is too large, or too small: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<BlockColumns> pixels(String place, String name, JsonNode json) {
    JsonNode pixels = json.get(PIXELS);
    if (!pixels.path("at").isTextual() || !pixels.path("side").isIntegralNumber()) {
      return Optional.empty(); // The schema has said so.
    }
    String formula = json.path("expr").asText(name);
    Optional<Set<String>> names = fields.names(place + ".expr", formula);
    if (names.isPresent() && !names.get().contains(name)) {
      refuse.accept(
          place + ".expr",
          "is \"" + formula + "\", without " + name + ", which is the pixel in it");
    }
    for (String other : names.orElse(Set.of())) {
      if (!other.equals(name)) {
        fields.reads(place + ".expr", other, Type.NUMBER).ifPresent(read::addAll);
      }
    }
    FeatureBlock.Pixels block =
        new FeatureBlock.Pixels(
            name,
            pixels.get("at").asText(),
            pixels.path("channels").asInt(1),
            pixels.get("side").intValue());
    return names.map(known -> BlockColumns.of(block, formula, json.path("unit").asText("")));
  }

  private Optional<BlockColumns> members(String place, String name, JsonNode set) {
    if (!set.path("at").isTextual() || !set.path("most").isIntegralNumber()) {
      return Optional.empty(); // The schema has said so.
    }
    List<BlockColumns.Number> numbers = new ArrayList<>();
    for (int i = 0; i < set.path("of").size(); i++) {
      number(place + ".set.of[" + i + "]", set.get("of").get(i), numbers);
    }
    int near = set.path("near").asInt(0);
    if (near > numbers.size()) {
      refuse.accept(
          place + ".set.near",
          "is " + near + "; allowed: 0 to " + numbers.size() + ", those of of");
    }
    if (!sound || numbers.isEmpty()) {
      return Optional.empty();
    }
    FeatureBlock.Members block =
        new FeatureBlock.Members(
            name,
            set.get("at").asText(),
            numbers.stream().map(BlockColumns.Number::name).toList(),
            set.get("most").intValue(),
            near);
    return Optional.of(BlockColumns.of(block, numbers));
  }

  private void number(String key, JsonNode json, List<BlockColumns.Number> numbers) {
    String name = json.isTextual() ? json.asText() : json.path("name").asText();
    if (name.isEmpty()) {
      return; // The schema has said so.
    }
    if (numbers.stream().anyMatch(one -> one.name().equals(name))) {
      refuse.accept(key, "is named " + name + ", as another before it");
    }
    String formula = json.path("expr").asText(name);
    Optional<Set<String>> names = fields.names(key, formula);
    if (names.isPresent() && names.get().isEmpty()) {
      refuse.accept(
          key, "is \"" + formula + "\", a constant; it has to read something of a member");
    }
    numbers.add(new BlockColumns.Number(name, formula, json.path("unit").asText("")));
  }
}

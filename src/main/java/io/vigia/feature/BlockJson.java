package io.vigia.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of features as a schema has it: {@code {"kind": "pixels", "name": "stamp", "at":
 * "/cutout", "channels": 1, "side": 63}} or {@code {"kind": "set", "name": "particles", "at":
 * "/constituents", "of": ["eta", "phi"], "most": 30, "near": 0}}.
 */
final class BlockJson {
  private static final String PIXELS = "pixels";
  private static final String SET = "set";

  private BlockJson() {}

  static ObjectNode write(FeatureBlock block) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", block instanceof FeatureBlock.Pixels ? PIXELS : SET);
    json.put("name", block.name()).put("at", block.pointer());
    if (block instanceof FeatureBlock.Pixels pixels) {
      json.put("channels", pixels.channels()).put("side", pixels.side());
    } else if (block instanceof FeatureBlock.Members members) {
      ArrayNode of = json.putArray("of");
      members.numbers().forEach(of::add);
      json.put("most", members.most()).put("near", members.near());
    }
    return json;
  }

  static FeatureBlock read(JsonNode json) {
    String kind = SchemaJson.string(json, "block.kind");
    String name = SchemaJson.string(json, "block.name");
    String pointer = SchemaJson.string(json, "block.at");
    switch (kind) {
      case PIXELS -> {
        SchemaJson.only(json, "schema.block", List.of("kind", "name", "at", "channels", "side"));
        return new FeatureBlock.Pixels(
            name, pointer, integer(json, "channels"), integer(json, "side"));
      }
      case SET -> {
        SchemaJson.only(json, "schema.block", List.of("kind", "name", "at", "of", "most", "near"));
        List<String> numbers = new ArrayList<>();
        json.path("of").forEach(one -> numbers.add(one.asText()));
        return new FeatureBlock.Members(
            name, pointer, numbers, integer(json, "most"), integer(json, "near"));
      }
      default ->
          throw new IllegalArgumentException(
              "schema.block.kind is " + kind + "; " + PIXELS + ", " + SET + " are allowed");
    }
  }

  private static int integer(JsonNode json, String key) {
    if (!json.path(key).isInt()) {
      throw new IllegalArgumentException(
          "schema.block." + key + " is " + json.get(key) + "; an integer is needed");
    }
    return json.get(key).intValue();
  }
}

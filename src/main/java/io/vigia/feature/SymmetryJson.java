package io.vigia.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.feature.Symmetry.Exchange;
import io.vigia.feature.Symmetry.Reflection;
import io.vigia.feature.Symmetry.Rotation;
import java.util.ArrayList;
import java.util.List;

/** Symmetries as JSON, in a schema and in a topology file alike. */
public final class SymmetryJson {
  private SymmetryJson() {}

  static ArrayNode write(List<Symmetry> symmetries) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Symmetry symmetry : symmetries) {
      ObjectNode one = json.addObject().put("kind", symmetry.kind());
      if (symmetry instanceof Exchange exchange) {
        ArrayNode objects = one.putArray("objects");
        exchange.objects().forEach(object -> object.forEach(objects.addArray()::add));
      } else {
        ArrayNode fields = one.putArray(symmetry instanceof Rotation ? "angles" : "fields");
        symmetry.fields().forEach(fields::add);
      }
    }
    return json;
  }

  static List<Symmetry> read(JsonNode json) {
    List<Symmetry> symmetries = new ArrayList<>();
    for (JsonNode one : json) {
      String kind = SchemaJson.string(one, "symmetries[].kind");
      SchemaJson.only(one, "schema.symmetries[]", List.of("kind", key(kind)));
      symmetries.add(of(one));
    }
    return symmetries;
  }

  /**
   * Reads one, whose form has been found right: {@code {kind: exchange, objects: [[...], ...]}},
   * {@code {kind: reflection, fields: [...]}} or {@code {kind: rotation, angles: [...]}}.
   *
   * @throws IllegalArgumentException for another kind
   */
  public static Symmetry of(JsonNode json) {
    String kind = json.path("kind").asText();
    JsonNode list = json.path(key(kind));
    return switch (kind) {
      case Exchange.KIND -> {
        List<List<String>> objects = new ArrayList<>();
        list.forEach(object -> objects.add(strings(object)));
        yield new Exchange(objects);
      }
      case Reflection.KIND -> new Reflection(strings(list));
      default -> new Rotation(strings(list));
    };
  }

  private static String key(String kind) {
    return switch (kind) {
      case Exchange.KIND -> "objects";
      case Reflection.KIND -> "fields";
      case Rotation.KIND -> "angles";
      default ->
          throw new IllegalArgumentException(
              "schema.symmetries[].kind is "
                  + kind
                  + "; exchange, reflection, rotation are allowed");
    };
  }

  private static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(one -> strings.add(one.asText()));
    return strings;
  }
}

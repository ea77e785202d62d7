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
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

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
      if (!isOne(one)) {
        throw new IllegalArgumentException(
            "schema.symmetries[]."
                + key(kind)
                + " is "
                + one.get(key(kind))
                + "; names are needed");
      }
      symmetries.add(of(one));
    }
    return symmetries;
  }

  /** Whether it is of the form that {@link #of} reads. */
  public static boolean isOne(JsonNode json) {
    String kind = json.path("kind").asText();
    return switch (kind) {
      case Exchange.KIND ->
          isList(json.path("objects"), object -> isList(object, JsonNode::isTextual));
      case Reflection.KIND, Rotation.KIND -> isList(json.path(key(kind)), JsonNode::isTextual);
      default -> false;
    };
  }

  private static boolean isList(JsonNode list, Predicate<JsonNode> isElement) {
    return list.isArray() && StreamSupport.stream(list.spliterator(), false).allMatch(isElement);
  }

  /**
   * Reads one, for which {@link #isOne} holds: {@code {kind: exchange, objects: [[...], ...]}},
   * {@code {kind: reflection, fields: [...]}} or {@code {kind: rotation, angles: [...]}}.
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

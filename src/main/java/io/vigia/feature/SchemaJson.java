package io.vigia.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.EventLayout;
import io.vigia.feature.Feature.Transform;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A feature schema as JSON, and the canonical form of it that is hashed: the same keys in the same
 * order, white space of expressions taken out, sentinels as exact decimals in a string, no white
 * space between tokens. What follows from the hash (a model fits a topology or does not) must not
 * depend on layout, on the JDK's way to print a double, or on the order of fields.
 */
final class SchemaJson {
  private SchemaJson() {}

  static ObjectNode write(FeatureSchema schema) {
    return write(schema, false);
  }

  static String sha256(FeatureSchema schema) {
    byte[] canonical = write(schema, true).toString().getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static ObjectNode write(FeatureSchema schema, boolean canonical) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode fields = json.putArray("fields");
    for (EventLayout.Field field : schema.fields()) {
      ObjectNode one = fields.addObject().put("name", field.name()).put("pointer", field.pointer());
      Double sentinel = field.sentinel();
      if (sentinel != null && canonical) {
        one.put("sentinel", exact(sentinel));
      } else if (sentinel != null) {
        one.put("sentinel", sentinel);
      }
    }
    ArrayNode cuts = json.putArray("cuts");
    schema
        .cuts()
        .forEach(
            (name, text) -> cuts.addObject().put("name", name).put("expr", text(text, canonical)));
    ArrayNode features = json.putArray("features");
    for (Feature feature : schema.features()) {
      ObjectNode one =
          features
              .addObject()
              .put("name", feature.name())
              .put("expr", text(feature.expression(), canonical))
              .put("unit", feature.unit())
              .put("missing", feature.missing().label());
      writeType(feature.type(), feature.values(), one, canonical);
      if (feature.transform() != Transform.AUTO && !canonical) {
        one.put("transform", feature.transform().label());
      }
      if (feature.sigma() != null) {
        one.put("sigma", text(feature.sigma(), canonical));
      }
    }
    if (schema.block() != null) {
      json.set("block", BlockJson.write(schema.block()));
    }
    writeContext(schema, json, canonical);
    if (!schema.symmetries().isEmpty()) {
      json.set("symmetries", SymmetryJson.write(schema.symmetries()));
    }
    return json;
  }

  private static void writeContext(FeatureSchema schema, ObjectNode json, boolean canonical) {
    if (schema.context().isEmpty()) {
      return;
    }
    ArrayNode context = json.putArray("context");
    for (Condition column : schema.context()) {
      ObjectNode one =
          context
              .addObject()
              .put("name", column.name())
              .put("expr", text(column.expression(), canonical))
              .put("unit", column.unit())
              .put("missing", column.missing().label());
      writeType(column.type(), column.values(), one, canonical);
    }
  }

  /** What is left to training is not written, as it was not before it could be said. */
  private static void writeType(
      ColumnType type, List<Double> values, ObjectNode json, boolean canonical) {
    if (type != ColumnType.AUTO) {
      json.put("type", type.label());
    }
    if (!values.isEmpty()) {
      ArrayNode list = json.putArray("values");
      values.forEach(
          value -> {
            if (canonical) {
              list.add(exact(value));
            } else {
              list.add(value);
            }
          });
    }
  }

  private static String exact(double value) {
    return new BigDecimal(value).stripTrailingZeros().toString();
  }

  private static String text(String expression, boolean canonical) {
    return canonical ? expression.replaceAll("\\s+", "") : expression;
  }

  static FeatureSchema read(JsonNode json) {
    only(json, "schema", List.of("fields", "cuts", "features", "block", "context", "symmetries"));
    List<EventLayout.Field> fields = new ArrayList<>();
    for (JsonNode one : array(json, "fields")) {
      only(one, "schema.fields[]", List.of("name", "pointer", "sentinel"));
      JsonNode sentinel = one.get("sentinel");
      if (sentinel != null && !sentinel.isNumber()) {
        throw new IllegalArgumentException(
            "schema.fields[].sentinel is " + sentinel + "; a number is allowed");
      }
      fields.add(
          new EventLayout.Field(
              string(one, "fields[].name"),
              string(one, "fields[].pointer"),
              sentinel == null ? null : sentinel.doubleValue()));
    }
    Map<String, String> cuts = new LinkedHashMap<>();
    for (JsonNode one : array(json, "cuts")) {
      only(one, "schema.cuts[]", List.of("name", "expr"));
      if (cuts.put(string(one, "cuts[].name"), string(one, "cuts[].expr")) != null) {
        throw new IllegalArgumentException("two cuts are named " + string(one, "cuts[].name"));
      }
    }
    List<Feature> features = new ArrayList<>();
    for (JsonNode one : array(json, "features")) {
      features.add(feature(one));
    }
    List<Condition> context = new ArrayList<>();
    if (json.has("context")) {
      array(json, "context").forEach(one -> context.add(contextColumn(one)));
    }
    List<Symmetry> symmetries =
        json.has("symmetries") ? SymmetryJson.read(array(json, "symmetries")) : List.of();
    FeatureBlock block = json.has("block") ? BlockJson.read(json.get("block")) : null;
    return new FeatureSchema(fields, cuts, features, context, symmetries, block);
  }

  private static Feature feature(JsonNode json) {
    only(
        json,
        "schema.features[]",
        List.of("name", "expr", "unit", "missing", "type", "values", "transform", "sigma"));
    return new Feature(
        string(json, "features[].name"),
        string(json, "features[].expr"),
        string(json, "features[].unit"),
        labelled(Feature.Missing.values(), json, "features[].missing"),
        type(json, "features[].type"),
        values(json, "features[].values"),
        json.has("transform")
            ? labelled(Transform.values(), json, "features[].transform")
            : Transform.AUTO,
        json.has("sigma") ? string(json, "features[].sigma") : null);
  }

  private static Condition contextColumn(JsonNode json) {
    only(json, "schema.context[]", List.of("name", "expr", "unit", "missing", "type", "values"));
    return new Condition(
        string(json, "context[].name"),
        string(json, "context[].expr"),
        string(json, "context[].unit"),
        labelled(Feature.Missing.values(), json, "context[].missing"),
        type(json, "context[].type"),
        values(json, "context[].values"));
  }

  private static ColumnType type(JsonNode json, String key) {
    return json.has("type") ? labelled(ColumnType.values(), json, key) : ColumnType.AUTO;
  }

  private static List<Double> values(JsonNode json, String key) {
    List<Double> values = new ArrayList<>();
    for (JsonNode value : json.path("values")) {
      if (!value.isNumber()) {
        throw new IllegalArgumentException(
            "schema." + key + " has " + value + "; numbers are allowed");
      }
      values.add(value.doubleValue());
    }
    return values;
  }

  private static <E extends Enum<E>> E labelled(E[] values, JsonNode json, String key) {
    String label = string(json, key);
    for (E value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(label)) {
        return value;
      }
    }
    List<String> allowed =
        Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    throw new IllegalArgumentException(
        "schema." + key + " is " + label + "; " + String.join(", ", allowed) + " are allowed");
  }

  private static JsonNode array(JsonNode json, String key) {
    JsonNode array = json.get(key);
    if (array == null || !array.isArray()) {
      throw new IllegalArgumentException("schema." + key + " is " + array + "; a list is needed");
    }
    return array;
  }

  static String string(JsonNode json, String key) {
    JsonNode value = json.get(key.substring(key.lastIndexOf('.') + 1));
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("schema." + key + " is " + value + "; a string is needed");
    }
    return value.textValue();
  }

  static void only(JsonNode json, String where, List<String> known) {
    if (!json.isObject()) {
      throw new IllegalArgumentException(where + " is " + json + "; an object is needed");
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            where + "." + name + " is not known; " + Spelling.listed(known) + " are");
      }
    }
  }
}

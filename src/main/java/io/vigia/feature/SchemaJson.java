package io.vigia.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.EventLayout;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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
        one.put("sentinel", new BigDecimal(sentinel).stripTrailingZeros().toString());
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
      features
          .addObject()
          .put("name", feature.name())
          .put("expr", text(feature.expression(), canonical))
          .put("unit", feature.unit())
          .put("missing", feature.missing().label());
    }
    return json;
  }

  private static String text(String expression, boolean canonical) {
    return canonical ? expression.replaceAll("\\s+", "") : expression;
  }

  static FeatureSchema read(JsonNode json) {
    only(json, "schema", List.of("fields", "cuts", "features"));
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
      only(one, "schema.features[]", List.of("name", "expr", "unit", "missing"));
      features.add(
          new Feature(
              string(one, "features[].name"),
              string(one, "features[].expr"),
              string(one, "features[].unit"),
              missing(string(one, "features[].missing"))));
    }
    return new FeatureSchema(fields, cuts, features);
  }

  private static Feature.Missing missing(String label) {
    if (!label.equals(Feature.Missing.REJECT.label())) {
      throw new IllegalArgumentException(
          "schema.features[].missing is " + label + "; reject is allowed");
    }
    return Feature.Missing.REJECT;
  }

  private static JsonNode array(JsonNode json, String key) {
    JsonNode array = json.get(key);
    if (array == null || !array.isArray()) {
      throw new IllegalArgumentException("schema." + key + " is " + array + "; a list is needed");
    }
    return array;
  }

  private static String string(JsonNode json, String key) {
    JsonNode value = json.get(key.substring(key.lastIndexOf('.') + 1));
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("schema." + key + " is " + value + "; a string is needed");
    }
    return value.textValue();
  }

  private static void only(JsonNode json, String where, List<String> known) {
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

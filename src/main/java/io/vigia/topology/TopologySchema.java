package io.vigia.topology;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import io.vigia.feature.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * The form of a topology file: JSON Schema (draft 2020-12), resource {@code topology.schema.json}.
 * Each description in it says what is allowed, for editors and for the messages made here.
 */
final class TopologySchema {
  private static final TopologySchema BUNDLED = new TopologySchema();
  private static final int SHOWN = 80;

  private final JsonNode json;
  private final Schema schema;

  private TopologySchema() {
    try (InputStream in =
        Objects.requireNonNull(TopologySchema.class.getResourceAsStream("topology.schema.json"))) {
      json = new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("topology.schema.json", e);
    }
    schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(json);
  }

  static TopologySchema bundled() {
    return BUNDLED;
  }

  /** Tells {@code refuse} the full key and the text of each thing that is wrong. */
  void validate(JsonNode file, BiConsumer<String, String> refuse) {
    for (Error error : schema.validate(file)) {
      String key = key(file, error.getInstanceLocation());
      JsonNode around = around(error);
      String property = error.getProperty();
      switch (error.getKeyword()) {
        case "required" -> refuse.accept(join(key, property), missing(around, property));
        case "additionalProperties" ->
            refuse.accept(join(key, property), unknown(around, property));
        default -> refuse.accept(key, (key.isEmpty() ? "the file " : "") + wrong(error, around));
      }
    }
  }

  private String missing(JsonNode around, String property) {
    JsonNode wanted = around.path("properties").path(property);
    String reference = wanted.path("$ref").asText("");
    JsonNode described = reference.isEmpty() ? wanted : json.at(reference.substring(1));
    String description = described.path("description").asText("");
    return "is missing; it is needed" + (description.isEmpty() ? "" : ": " + description);
  }

  private static String unknown(JsonNode around, String property) {
    if (!around.has("properties")) {
      return "is no name that is allowed; allowed: " + allowed(around);
    }
    List<String> known = new ArrayList<>();
    around.get("properties").fieldNames().forEachRemaining(known::add);
    return "is an unknown key"
        + Spelling.didYouMean(property, known)
        + "; the keys here are "
        + String.join(", ", known);
  }

  private static String wrong(Error error, JsonNode around) {
    JsonNode value = error.getInstanceNode();
    String guess = "";
    if (error.getKeyword().equals("enum") && value.isTextual()) {
      List<String> known = new ArrayList<>();
      around.get("enum").forEach(one -> known.add(one.asText()));
      guess = Spelling.didYouMean(value.asText(), known);
    }
    return "is " + shown(value) + guess + "; allowed: " + allowed(around);
  }

  private static String allowed(JsonNode around) {
    return around.path("description").asText(around.toString());
  }

  static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }

  /** The part of the schema that the error's keyword stands in. */
  private JsonNode around(Error error) {
    String location = error.getSchemaLocation().toString();
    JsonPointer keyword = JsonPointer.compile(location.substring(location.indexOf('#') + 1));
    JsonPointer parent = keyword.head();
    return parent == null ? json : json.at(parent);
  }

  private static String join(String key, String property) {
    return key.isEmpty() ? property : key + "." + property;
  }

  private static String key(JsonNode file, NodePath path) {
    StringBuilder key = new StringBuilder();
    JsonNode node = file;
    for (int i = 0; i < path.getNameCount(); i++) {
      Object name = path.getElement(i);
      if (node.isArray()) {
        key.append('[').append(name).append(']');
        node = node.path(Integer.parseInt(String.valueOf(name)));
      } else {
        key.append(key.length() == 0 ? "" : ".").append(name);
        node = node.path(String.valueOf(name));
      }
    }
    return key.toString();
  }
}

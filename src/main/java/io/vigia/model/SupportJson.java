package io.vigia.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.ContextSupport;
import io.vigia.kernel.RowSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * In {@code calibration.json} what was seen of each context column: {@code support}, each with
 * {@code column}, {@code min}, {@code max}, {@code values} of a categorical one, {@code missing}.
 * Absent where there is no context, and in bundles that do not say.
 */
final class SupportJson {
  private SupportJson() {}

  static void write(ContextSupport support, ObjectNode json) {
    if (support.columns().isEmpty()) {
      return;
    }
    ArrayNode columns = json.putArray("support");
    for (ContextSupport.Column column : support.columns()) {
      ObjectNode one = columns.addObject();
      one.put("column", column.name()).put("min", column.least()).put("max", column.greatest());
      if (!column.values().isEmpty()) {
        ArrayNode values = one.putArray("values");
        column.values().forEach(values::add);
      }
      one.put("missing", column.missing());
    }
  }

  /**
   * @throws IllegalArgumentException naming the key that is wrong
   */
  static ContextSupport read(JsonNode json, RowSchema row) {
    List<ContextSupport.Column> columns = new ArrayList<>();
    for (JsonNode one : json.path("support")) {
      String name = one.path("column").asText();
      int place = row.context().indexOf(name);
      if (place < 0) {
        throw new IllegalArgumentException(
            "support has the column '" + name + "'; the context is " + row.context());
      }
      List<Float> values = new ArrayList<>();
      one.path("values").forEach(value -> values.add(value.floatValue()));
      columns.add(
          new ContextSupport.Column(
              name,
              row.features().size() + place,
              number(one, "min"),
              number(one, "max"),
              values,
              one.path("missing").asBoolean()));
    }
    return new ContextSupport(columns);
  }

  private static float number(JsonNode json, String key) {
    if (!json.path(key).isNumber()) {
      throw new IllegalArgumentException(
          "support: " + key + " is " + json.path(key) + ", no number");
    }
    return json.get(key).floatValue();
  }
}

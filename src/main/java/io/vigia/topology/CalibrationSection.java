package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.calibration.CalibrationSettings;
import io.vigia.calibration.TailMethod;
import io.vigia.feature.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the key {@code calibration} of a topology file means. */
final class CalibrationSection {
  private final JsonNode section;
  private final InputsSection inputs;
  private final BiConsumer<String, String> refuse;
  private final List<CalibrationSettings.By> by = new ArrayList<>();

  CalibrationSection(JsonNode file, InputsSection inputs, BiConsumer<String, String> refuse) {
    this.section = file.path("calibration");
    this.inputs = inputs;
    this.refuse = refuse;
  }

  void check() {
    Map<String, String> keys = new HashMap<>();
    JsonNode list = section.path("by");
    for (int i = 0; i < list.size(); i++) {
      JsonNode one = list.get(i);
      String key = "calibration.by[" + i + "]" + (one.isObject() ? ".input" : "");
      JsonNode name = one.isObject() ? one.path("input") : one;
      if (!name.isTextual()) {
        continue; // The schema has said so.
      }
      String same = keys.putIfAbsent(name.asText(), key);
      if (same != null) {
        refuse.accept(key, "is \"" + name.asText() + "\", which " + same + " is already");
      }
      List<Double> edges = edges(one.path("edges"), "calibration.by[" + i + "].edges");
      checkInput(key, name.asText(), edges);
      by.add(new CalibrationSettings.By(name.asText(), edges));
    }
  }

  private List<Double> edges(JsonNode list, String key) {
    List<Double> edges = new ArrayList<>();
    for (JsonNode edge : list) {
      if (!edge.isNumber()) {
        return List.of(); // The schema has said so.
      }
      if (!edges.isEmpty() && !(edge.doubleValue() > edges.get(edges.size() - 1))) {
        refuse.accept(key, "is " + list + "; edges have to increase");
        return List.of();
      }
      edges.add(edge.doubleValue());
    }
    return edges;
  }

  private void checkInput(String key, String name, List<Double> edges) {
    ColumnType type = type(name);
    if (type == null) {
      List<String> known = new ArrayList<>();
      inputs.features().forEach(feature -> known.add(feature.name()));
      inputs.context().forEach(column -> known.add(column.name()));
      refuse.accept(
          key, "is \"" + name + "\", which is no feature and no context column: " + known);
    } else if (edges.isEmpty() && type == ColumnType.CONTINUOUS) {
      refuse.accept(
          key,
          "is \""
              + name
              + "\", a continuous column; give its ranges as {input: "
              + name
              + ", edges: [...]}");
    }
  }

  /** Null where there is no input of this name. */
  private @Nullable ColumnType type(String name) {
    for (var feature : inputs.features()) {
      if (feature.name().equals(name)) {
        return feature.type();
      }
    }
    for (var column : inputs.context()) {
      if (column.name().equals(name)) {
        return column.type();
      }
    }
    return null;
  }

  CalibrationSettings settings() {
    return new CalibrationSettings(
        by, Labels.of(TailMethod.values(), section, "tail", CalibrationSettings.DEFAULT.tail()));
  }

  /** For people: what each key comes to. */
  static Map<String, String> report(CalibrationSettings settings) {
    Map<String, String> rows = new LinkedHashMap<>();
    for (CalibrationSettings.By by : settings.by()) {
      String edges = by.edges().stream().map(String::valueOf).collect(Collectors.joining(", "));
      rows.put("by " + by.input(), edges.isEmpty() ? "each value" : "ranges between " + edges);
    }
    rows.put("tail", settings.tail().label());
    return rows;
  }
}

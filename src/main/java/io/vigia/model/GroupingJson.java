package io.vigia.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.GroupAxis;
import io.vigia.calibration.Grouping;
import io.vigia.kernel.RowSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * In {@code calibration.json} the declared inputs that events are grouped by: {@code by}, each with
 * {@code input} and {@code values} or {@code edges}; beside it {@code masks}, the names of the
 * patterns of missing values. Both absent where none is declared.
 */
final class GroupingJson {
  private GroupingJson() {}

  static void write(Grouping grouping, ObjectNode json) {
    if (grouping.axes().isEmpty()) {
      return;
    }
    ArrayNode masks = json.putArray("masks");
    grouping.masks().forEach(masks::add);
    ArrayNode by = json.putArray("by");
    for (GroupAxis axis : grouping.axes()) {
      ArrayNode marks =
          by.addObject().put("input", axis.input()).putArray(axis.isRanges() ? "edges" : "values");
      axis.marks().forEach(marks::add);
    }
  }

  /**
   * @param names of all groups, as they stand beside it
   * @param row where inputs are found
   * @throws IllegalArgumentException naming the key that is wrong
   */
  static Grouping read(JsonNode json, List<String> names, RowSchema row) {
    if (!json.has("by")) {
      return Grouping.byMask(names);
    }
    List<String> masks = new ArrayList<>();
    json.path("masks").forEach(mask -> masks.add(mask.asText()));
    List<GroupAxis> axes = new ArrayList<>();
    for (JsonNode one : json.get("by")) {
      axes.add(axis(one, row));
    }
    Grouping grouping = new Grouping(masks, axes);
    if (!grouping.names().equals(names)) {
      throw new IllegalArgumentException(
          "groups are named " + names + ", by masks and by they are " + grouping.names());
    }
    return grouping;
  }

  private static GroupAxis axis(JsonNode json, RowSchema row) {
    String input = json.path("input").asText();
    List<String> inputs = new ArrayList<>(row.features());
    inputs.addAll(row.context());
    int column = inputs.indexOf(input);
    if (column < 0) {
      throw new IllegalArgumentException(
          "by has the input '" + input + "'; the inputs are " + inputs);
    }
    List<Double> marks = new ArrayList<>();
    json.path(json.has("edges") ? "edges" : "values")
        .forEach(mark -> marks.add(mark.doubleValue()));
    return json.has("edges")
        ? GroupAxis.ofEdges(input, column, marks)
        : GroupAxis.ofValues(input, column, marks);
  }
}

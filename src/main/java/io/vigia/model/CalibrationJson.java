package io.vigia.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.CombinedScore;
import io.vigia.calibration.ContextSupport;
import io.vigia.calibration.TailScore;
import io.vigia.kernel.RowSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code calibration.json}: {@code groups}, each with its name and the index of its table; {@code
 * tables}, the sorted scores that p-values compare with; for an ensemble {@code tails}, each
 * member's tail table. {@link GroupingJson}, {@link ParetoTailJson} and {@link SupportJson} add
 * what they know.
 */
final class CalibrationJson {
  private CalibrationJson() {}

  static ObjectNode write(ModelBundle bundle) {
    CalibrationGroups calibrations = bundle.calibrations();
    @Nullable CombinedScore combination = bundle.combination();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("method", "conformal").put("unit", "nats");
    json.put("statistic", combination == null ? "nll" : "combined tail scores");
    SupportJson.write(bundle.support(), json);
    GroupingJson.write(calibrations.grouping(), json);
    ArrayNode groups = json.putArray("groups");
    for (int group = 0; group < calibrations.size(); group++) {
      groups
          .addObject()
          .put("name", calibrations.names().get(group))
          .put("n", calibrations.of(group).size())
          .put("table", calibrations.table(group));
    }
    ArrayNode tables = json.putArray("tables");
    for (Calibration table : calibrations.tables()) {
      ArrayNode scores = tables.addArray();
      for (float score : table.toArray()) {
        scores.add(score);
      }
    }
    ParetoTailJson.write(calibrations.tables(), json);
    if (combination != null) {
      writeTails(combination.tails(), json.putArray("tails"));
    }
    return json;
  }

  private static void writeTails(List<TailScore> tails, ArrayNode members) {
    for (TailScore tail : tails) {
      ObjectNode member = members.addObject();
      member.put("scale", tail.scale()).put("shape", tail.shape());
      add(tail.scores(), member.putArray("scores"));
      add(tail.tails(), member.putArray("tails"));
    }
  }

  private static void add(double[] numbers, ArrayNode array) {
    for (double number : numbers) {
      array.add(number);
    }
  }

  /** The calibration of format version 1: one table, {@code nll}. */
  static CalibrationGroups readFormat1(JsonNode json) {
    return CalibrationGroups.of(Calibration.of(floats(array(json, "nll"), "nll")));
  }

  /**
   * The groups that {@link #write} wrote.
   *
   * @param row where inputs are found
   * @throws IllegalArgumentException naming the key, for anything else
   */
  static CalibrationGroups groups(JsonNode json, RowSchema row) {
    JsonNode groups = array(json, "groups");
    JsonNode tables = array(json, "tables");
    List<String> names = new ArrayList<>();
    int[] tableOfGroup = new int[groups.size()];
    for (int group = 0; group < tableOfGroup.length; group++) {
      JsonNode table = groups.get(group).path("table");
      if (!table.isInt()) {
        throw new IllegalArgumentException(
            "calibration.json: groups[" + group + "].table is " + table + ", no whole number");
      }
      names.add(groups.get(group).path("name").asText());
      tableOfGroup[group] = table.intValue();
    }
    List<double[]> scores = new ArrayList<>();
    for (int table = 0; table < tables.size(); table++) {
      scores.add(floats(tables.get(table), "tables[" + table + "]"));
    }
    try {
      List<Calibration> calibrations = new ArrayList<>();
      for (int table = 0; table < scores.size(); table++) {
        calibrations.add(Calibration.restored(scores.get(table), ParetoTailJson.read(json, table)));
      }
      return CalibrationGroups.restored(
          GroupingJson.read(json, names, row), calibrations, tableOfGroup);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("calibration.json: " + e.getMessage(), e);
    }
  }

  /**
   * What was seen of the context; a bundle that does not say supports everything.
   *
   * @throws IllegalArgumentException naming the key, for anything else
   */
  static ContextSupport support(JsonNode json, RowSchema row) {
    try {
      return SupportJson.read(json, row);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("calibration.json: " + e.getMessage(), e);
    }
  }

  /**
   * The members' tail tables that {@link #write} wrote.
   *
   * @throws IllegalArgumentException naming the key, for anything else
   */
  static List<TailScore> tails(JsonNode json) {
    List<TailScore> tails = new ArrayList<>();
    for (JsonNode member : array(json, "tails")) {
      try {
        tails.add(
            TailScore.restored(
                doubles(array(member, "scores"), "scores"),
                doubles(array(member, "tails"), "tails"),
                number(member, "scale"),
                number(member, "shape")));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "calibration.json: tails[" + tails.size() + "]: " + e.getMessage(), e);
      }
    }
    return tails;
  }

  /** Numbers that were written as floats, the same floats again. */
  private static double[] floats(JsonNode array, String key) {
    double[] numbers = doubles(array, key);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) numbers[i];
    }
    return numbers;
  }

  private static double[] doubles(JsonNode array, String key) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!array.get(i).isNumber()) {
        throw new IllegalArgumentException(
            "calibration.json: " + key + "[" + i + "] is " + array.get(i) + ", no number");
      }
      numbers[i] = array.get(i).doubleValue();
    }
    return numbers;
  }

  private static double number(JsonNode json, String key) {
    JsonNode number = json.path(key);
    if (!number.isNumber()) {
      throw new IllegalArgumentException(key + " is " + number + ", no number");
    }
    return number.doubleValue();
  }

  private static JsonNode array(JsonNode json, String key) {
    JsonNode array = json.path(key);
    if (!array.isArray()) {
      throw new IllegalArgumentException("calibration.json: " + key + " is no list");
    }
    return array;
  }
}

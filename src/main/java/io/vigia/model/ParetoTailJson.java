package io.vigia.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.Calibration;
import io.vigia.calibration.GeneralisedPareto;
import io.vigia.calibration.GeneralisedParetoTail;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In {@code calibration.json} what stands for scores above each table's: {@code table_tails}, one
 * for each of the {@code tables}, null where it has none; absent where no table has one.
 */
final class ParetoTailJson {
  private static final String KEY = "table_tails";

  private ParetoTailJson() {}

  static void write(List<Calibration> tables, ObjectNode json) {
    if (tables.stream().allMatch(table -> table.tail().isEmpty())) {
      return;
    }
    ArrayNode tails = json.putArray(KEY);
    for (Calibration table : tables) {
      table.tail().ifPresentOrElse(tail -> write(tail, tails.addObject()), tails::addNull);
    }
  }

  private static void write(GeneralisedParetoTail tail, ObjectNode json) {
    json.put("threshold", tail.threshold()).put("exceedance", tail.exceedance());
    json.put("excesses", tail.excesses());
    json.put("scale", tail.distribution().scale()).put("shape", tail.distribution().shape());
    json.put("anderson_darling", tail.andersonDarling()).put("goodness", tail.goodness());
    json.put("used", !tail.isRefused());
  }

  /**
   * The tail of a table; null where it has none.
   *
   * @throws IllegalArgumentException naming the key that is wrong
   */
  static @Nullable GeneralisedParetoTail read(JsonNode json, int table) {
    JsonNode tail = json.path(KEY).path(table);
    if (tail.isMissingNode() || tail.isNull()) {
      return null;
    }
    try {
      return new GeneralisedParetoTail(
          number(tail, "threshold"),
          number(tail, "exceedance"),
          (int) number(tail, "excesses"),
          new GeneralisedPareto(number(tail, "scale"), number(tail, "shape")),
          number(tail, "anderson_darling"),
          number(tail, "goodness"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(KEY + "[" + table + "]: " + e.getMessage(), e);
    }
  }

  private static double number(JsonNode json, String key) {
    JsonNode number = json.path(key);
    if (!number.isNumber()) {
      throw new IllegalArgumentException(key + " is " + number + ", no number");
    }
    return number.doubleValue();
  }
}

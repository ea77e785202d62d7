package io.vigia.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.feature.FeatureSchema;
import org.jspecify.annotations.Nullable;

/** The row that was scored, bit for bit, as a candidate's record tells it. */
public final class CandidateRow {
  private CandidateRow() {}

  /**
   * Reads it.
   *
   * @return {@code [features + context]}; null where the record does not hold all that the schema
   *     names
   */
  public static float @Nullable [] of(JsonNode record, FeatureSchema schema) {
    float[] row = new float[schema.inputs()];
    return read(record, schema, row, 0) ? row : null;
  }

  /**
   * Reads it into rows.
   *
   * @param rows takes it from {@code offset} on; a value that is null in the record is NaN
   * @return whether the record holds all that the schema names
   */
  public static boolean read(JsonNode record, FeatureSchema schema, float[] rows, int offset) {
    int next = offset;
    for (String feature : schema.featureNames()) {
      if (!value(record.path("features").path(feature), rows, next++)) {
        return false;
      }
    }
    for (String condition : schema.contextNames()) {
      if (!value(record.path("context").path(condition), rows, next++)) {
        return false;
      }
    }
    return true;
  }

  private static boolean value(JsonNode written, float[] rows, int at) {
    if (!written.isNumber() && !written.isNull()) {
      return false;
    }
    // Written with the fewest digits that give the float back: read as text, not by way of a
    // double.
    rows[at] = written.isNull() ? Float.NaN : Float.parseFloat(written.asText());
    return true;
  }
}

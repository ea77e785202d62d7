package io.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.feature.FeatureSchema;

/** The row that a candidate or sample record holds. */
final class RecordedRow {
  private RecordedRow() {}

  /**
   * Features, then context; null is NaN.
   *
   * @throws IllegalArgumentException naming the column that the record has not
   */
  static float[] of(JsonNode record, FeatureSchema schema) {
    float[] row = new float[schema.inputs()];
    int at = 0;
    for (String name : schema.featureNames()) {
      row[at++] = value(record, "features", name);
    }
    for (String name : schema.contextNames()) {
      row[at++] = value(record, "context", name);
    }
    return row;
  }

  private static float value(JsonNode record, String part, String name) {
    JsonNode value = record.path(part).path(name);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException(
          "the record "
              + record.path("id").asText()
              + " has no "
              + part
              + "."
              + name
              + "; it was written under another topology");
    }
    return value.isNull() ? Float.NaN : value.floatValue();
  }
}

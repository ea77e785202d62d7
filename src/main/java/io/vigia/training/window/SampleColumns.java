package io.vigia.training.window;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the numbers of a row stand in a sample, of one feature schema. */
final class SampleColumns {
  /**
   * @param block the object of the record that has it
   * @param maybeMissing whether null is a value
   */
  private record Column(String block, String name, boolean maybeMissing) {}

  private final List<Column> columns = new ArrayList<>();

  SampleColumns(FeatureSchema schema) {
    for (Feature feature : schema.features()) {
      columns.add(
          new Column("features", feature.name(), feature.missing() != Feature.Missing.REJECT));
    }
    List<String> context = schema.contextNames();
    for (int j = 0; j < context.size(); j++) {
      boolean isError = j >= schema.context().size();
      columns.add(
          new Column(
              "context",
              context.get(j),
              isError || schema.context().get(j).missing() != Feature.Missing.REJECT));
    }
  }

  /**
   * The row that was scored, {@code [features + context]}, NaN where a value is missing that may
   * be; empty where the record has no such row.
   */
  Optional<float[]> row(SampleRecord sample) {
    float[] row = new float[columns.size()];
    for (int j = 0; j < row.length; j++) {
      Column column = columns.get(j);
      JsonNode value = sample.json().path(column.block).path(column.name);
      if (value.isNumber()) {
        row[j] = value.floatValue();
      } else if (value.isNull() && column.maybeMissing) {
        row[j] = Float.NaN;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(row);
  }
}

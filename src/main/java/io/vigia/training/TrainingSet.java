package io.vigia.training;

import io.vigia.kernel.RowSchema;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows to train on, found fit: enough of them, every value finite, no column constant or discrete
 * (see {@link ColumnCheck}).
 */
public final class TrainingSet {
  /**
   * The least number of rows. With the default fractions it leaves 600 to learn from and 200 to
   * calibrate with, which is a smallest p-value of 1/201.
   */
  public static final int MIN_ROWS = 1000;

  private final RowSchema schema;
  private final float[] values;
  private final List<String> groups;
  private final List<String> labels;
  private final List<String> warnings;

  private TrainingSet(
      RowSchema schema,
      float[] values,
      List<String> groups,
      List<String> labels,
      List<String> warnings) {
    this.schema = schema;
    this.values = values;
    this.groups = groups;
    this.labels = labels;
    this.warnings = warnings;
  }

  /** Rows of features alone, without classes. */
  public static TrainingSet of(List<String> columns, float[] values, List<String> groups) {
    return of(new RowSchema(columns, List.of()), values, groups, List.of());
  }

  /**
   * Checks rows and takes them; the array is not copied.
   *
   * @param schema names of the features, then of the context, in order
   * @param values the rows one after the other
   * @param groups for each row what it must not be separated from, such as its object, run or time
   *     block; rows that are independent have a group each
   * @param labels for each row its class; empty where there are no classes
   * @throws UnfitDataException naming the column or the number that is not acceptable
   */
  public static TrainingSet of(
      RowSchema schema, float[] values, List<String> groups, List<String> labels) {
    if (values.length != groups.size() * schema.inputs()) {
      throw new IllegalArgumentException(
          values.length + " values are not " + groups.size() + " rows of " + schema.inputs());
    }
    if (!labels.isEmpty() && labels.size() != groups.size()) {
      throw new IllegalArgumentException(
          labels.size() + " labels are not those of " + groups.size() + " rows");
    }
    if (groups.size() < MIN_ROWS) {
      throw new UnfitDataException(
          "there are "
              + groups.size()
              + " rows to train on; at least "
              + MIN_ROWS
              + " are needed, of which a fifth calibrates the p-values. Give more files, or look"
              + " whether a cut or a role removes too much");
    }
    List<String> warnings = ColumnCheck.check(columns(schema), values);
    return new TrainingSet(schema, values, List.copyOf(groups), List.copyOf(labels), warnings);
  }

  private static List<String> columns(RowSchema schema) {
    return Stream.concat(schema.features().stream(), schema.context().stream()).toList();
  }

  /** The number of rows. */
  public int size() {
    return groups.size();
  }

  /** The number of features. */
  public int features() {
    return schema.features().size();
  }

  /** The names of the features. */
  public List<String> columns() {
    return schema.features();
  }

  /** What a row holds. */
  public RowSchema schema() {
    return schema;
  }

  /** The class of each row; empty where there are no classes. */
  public List<String> labels() {
    return labels;
  }

  /** The group of a row. */
  public String group(int row) {
    return groups.get(row);
  }

  /** What a person should know about the columns; may be empty. */
  public List<String> warnings() {
    return warnings;
  }

  /** Copies of these rows, one after the other. */
  float[] rows(int[] chosen) {
    int inputs = schema.inputs();
    float[] rows = new float[chosen.length * inputs];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * inputs, rows, i * inputs, inputs);
    }
    return rows;
  }
}

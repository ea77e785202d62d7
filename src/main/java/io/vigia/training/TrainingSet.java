package io.vigia.training;

import java.util.List;

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

  private final List<String> columns;
  private final float[] values;
  private final List<String> groups;
  private final List<String> warnings;

  private TrainingSet(
      List<String> columns, float[] values, List<String> groups, List<String> warnings) {
    this.columns = columns;
    this.values = values;
    this.groups = groups;
    this.warnings = warnings;
  }

  /**
   * Checks rows and takes them; the array is not copied.
   *
   * @param columns names of the features, in order
   * @param values the rows one after the other
   * @param groups for each row what it must not be separated from, such as its object, run or time
   *     block; rows that are independent have a group each
   * @throws UnfitDataException naming the column or the number that is not acceptable
   */
  public static TrainingSet of(List<String> columns, float[] values, List<String> groups) {
    if (values.length != groups.size() * columns.size()) {
      throw new IllegalArgumentException(
          values.length + " values are not " + groups.size() + " rows of " + columns.size());
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
    List<String> warnings = ColumnCheck.check(columns, values);
    return new TrainingSet(List.copyOf(columns), values, List.copyOf(groups), warnings);
  }

  /** The number of rows. */
  public int size() {
    return groups.size();
  }

  /** The number of features. */
  public int features() {
    return columns.size();
  }

  public List<String> columns() {
    return columns;
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
    int features = features();
    float[] rows = new float[chosen.length * features];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * features, rows, i * features, features);
    }
    return rows;
  }
}

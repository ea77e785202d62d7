package io.vigia.training;

import io.vigia.kernel.RowSchema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows to train on, found fit: enough of them, no column constant or without values; what their
 * columns are was looked at (see {@link ColumnAnalysis}).
 */
public final class TrainingSet {
  /**
   * The least number of rows. With the default fractions it leaves 600 to learn from and 200 to
   * calibrate with, which is a smallest p-value of 1/201.
   */
  public static final int MIN_ROWS = 1000;

  /** The least number of rows of a class. */
  public static final int MIN_ROWS_OF_A_CLASS = 100;

  private static final int MOST_CLASSES = 100;

  private final RowLayout layout;
  private final float[] values;
  private final List<String> groups;
  private final List<String> labels;
  private final List<String> classes;
  private final ColumnAnalysis columns;

  private final int leastRows;

  private TrainingSet(
      RowLayout layout, float[] values, List<String> groups, List<String> labels, int leastRows) {
    this.leastRows = leastRows;
    this.layout = layout;
    this.values = values;
    this.groups = List.copyOf(groups);
    this.labels = List.copyOf(labels);
    this.classes = classes(labels);
    this.columns = ColumnAnalysis.of(layout, values);
  }

  /** Rows of features that are never missing, without classes. */
  public static TrainingSet of(List<String> columns, float[] values, List<String> groups) {
    return of(new RowSchema(columns, List.of()), values, groups, List.of());
  }

  /** Rows of columns that are never missing. */
  public static TrainingSet of(
      RowSchema schema, float[] values, List<String> groups, List<String> labels) {
    return of(RowLayout.auto(schema), values, groups, labels);
  }

  /**
   * Checks rows and takes them; the array is not copied.
   *
   * @param layout what their columns are
   * @param values the rows one after the other; NaN is missing
   * @param groups for each row what it must not be separated from, such as its object, run or time
   *     block; rows that are independent have a group each
   * @param labels for each row its class; empty where there are no classes
   * @throws UnfitDataException naming the column or the number that is not acceptable
   */
  public static TrainingSet of(
      RowLayout layout, float[] values, List<String> groups, List<String> labels) {
    return of(layout, values, groups, labels, MIN_ROWS);
  }

  /**
   * As the other, with another least number of rows, and of those in each part likewise: for
   * benchmarks on small sets, whose p-values nobody relies on.
   */
  public static TrainingSet of(
      RowLayout layout, float[] values, List<String> groups, List<String> labels, int leastRows) {
    if (values.length != groups.size() * layout.inputs()) {
      throw new IllegalArgumentException(
          values.length + " values are not " + groups.size() + " rows of " + layout.inputs());
    }
    if (!labels.isEmpty() && labels.size() != groups.size()) {
      throw new IllegalArgumentException(
          labels.size() + " labels are not those of " + groups.size() + " rows");
    }
    if (groups.size() < leastRows) {
      throw new UnfitDataException(
          "there are "
              + groups.size()
              + " rows to train on; at least "
              + leastRows
              + " are needed, of which a fifth calibrates the p-values. Give more files, or look"
              + " whether a cut or a role removes too much");
    }
    return new TrainingSet(layout, values, groups, labels, leastRows);
  }

  private static List<String> classes(List<String> labels) {
    Map<String, Integer> counts = new TreeMap<>();
    labels.forEach(label -> counts.merge(label, 1, Integer::sum));
    if (counts.size() == 1) {
      throw new UnfitDataException(
          "training.label gives all rows the class "
              + counts.keySet()
              + "; two classes and more can be told apart. Leave the label out");
    }
    if (counts.size() > MOST_CLASSES) {
      throw new UnfitDataException(
          "training.label gives "
              + counts.size()
              + " classes; allowed: at most "
              + MOST_CLASSES
              + ". Is it a class, or a measured value?");
    }
    counts.forEach(
        (label, count) -> {
          if (count < MIN_ROWS_OF_A_CLASS) {
            throw new UnfitDataException(
                "class "
                    + label
                    + " has "
                    + count
                    + " rows; at least "
                    + MIN_ROWS_OF_A_CLASS
                    + " are needed. Give more data, or join it with another class");
          }
        });
    return List.copyOf(counts.keySet());
  }

  /** The least number of rows in a part, where {@code usual} are needed of {@value #MIN_ROWS}. */
  int least(int usual) {
    return usual * leastRows / MIN_ROWS;
  }

  /** The number of rows. */
  public int size() {
    return groups.size();
  }

  /** The names of what a row holds. */
  public RowSchema schema() {
    return layout.schema();
  }

  /** What the user said of the columns. */
  public RowLayout layout() {
    return layout;
  }

  /** The classes of the labels, in alphabetical order; empty where there are no labels. */
  public List<String> classes() {
    return classes;
  }

  /** The group of a row. */
  public String group(int row) {
    return groups.get(row);
  }

  /** What a person should know about the columns; may be empty. */
  public List<String> warnings() {
    return columns.notes();
  }

  /** What the columns are. */
  ColumnAnalysis columns() {
    return columns;
  }

  /** One number of a row; NaN where it is missing. */
  float value(int row, int column) {
    return values[row * layout.inputs() + column];
  }

  /** Copies of these rows, one after the other. */
  float[] rows(int[] chosen) {
    int inputs = layout.inputs();
    float[] rows = new float[chosen.length * inputs];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * inputs, rows, i * inputs, inputs);
    }
    return rows;
  }

  /** The class of each of these rows, by its place among {@link #classes}; all 0 without labels. */
  int[] classesOf(int[] chosen) {
    int[] indices = new int[chosen.length];
    for (int i = 0; i < chosen.length && !labels.isEmpty(); i++) {
      indices[i] = classes.indexOf(labels.get(chosen[i]));
    }
    return indices;
  }
}

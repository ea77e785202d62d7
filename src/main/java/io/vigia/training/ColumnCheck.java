package io.vigia.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Whether columns may enter a continuous density. On a column that repeats its values the density
 * grows without bound, and scores then tell the value apart, not the event. Refused: a value that
 * is not finite; a constant; fewer than {@value #MIN_DISTINCT} distinct values; one value in half
 * of the rows or more. One value in a twentieth of the rows is a warning.
 */
final class ColumnCheck {
  private static final int MIN_DISTINCT = 20;
  private static final double MAX_SHARE = 0.5;
  private static final double WARNING_SHARE = 0.05;

  private ColumnCheck() {}

  /**
   * Checks all columns.
   *
   * @return warnings, may be none
   * @throws UnfitDataException naming the first column that is not acceptable
   */
  static List<String> check(List<String> columns, float[] values) {
    List<String> warnings = new ArrayList<>();
    for (int j = 0; j < columns.size(); j++) {
      checkColumn(columns.get(j), sorted(columns, values, j), warnings);
    }
    return List.copyOf(warnings);
  }

  private static float[] sorted(List<String> columns, float[] values, int column) {
    float[] sorted = new float[values.length / columns.size()];
    for (int row = 0; row < sorted.length; row++) {
      float value = values[row * columns.size() + column];
      if (!Float.isFinite(value)) {
        throw new UnfitDataException(
            "column "
                + columns.get(column)
                + " is "
                + value
                + " in row "
                + row
                + "; every value must be finite");
      }
      sorted[row] = value == 0 ? 0 : value; // -0 and 0 are one value
    }
    Arrays.sort(sorted);
    return sorted;
  }

  private static void checkColumn(String name, float[] sorted, List<String> warnings) {
    int distinct = 0;
    int commonest = 0;
    float common = sorted[0];
    for (int start = 0, end; start < sorted.length; start = end) {
      end = start + 1;
      while (end < sorted.length && sorted[end] == sorted[start]) {
        end++;
      }
      distinct++;
      if (end - start > commonest) {
        commonest = end - start;
        common = sorted[start];
      }
    }
    double share = commonest / (double) sorted.length;
    if (distinct == 1) {
      throw new UnfitDataException(
          "column " + name + " is constant: " + common + " in all rows. Leave the feature out");
    }
    if (distinct < MIN_DISTINCT || share >= MAX_SHARE) {
      throw new UnfitDataException(
          String.format(
              Locale.ROOT,
              "column %s takes %,d value%s in %,d rows, %s in %.0f %% of them: a discrete column must"
                  + " not enter a continuous density. Leave the feature out, select on it, or train"
                  + " a model for each of its values",
              name,
              distinct,
              distinct == 1 ? "" : "s",
              sorted.length,
              common,
              100 * share));
    }
    if (share >= WARNING_SHARE) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "column %s is %s in %.0f %% of the rows: scores there are too low (too common)."
                  + " Consider a feature without this value",
              name,
              common,
              100 * share));
    }
  }
}

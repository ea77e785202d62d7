package io.vigia.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Calibrations by group of events, such as which features are missing: a p-value compares an event
 * with background of its own group (Mondrian conformal prediction: Vovk, Gammerman and Shafer 2005,
 * section 4.5), so that it holds within the group and not only on average.
 *
 * <p>A group with fewer than {@value #LEAST_ROWS} calibration rows has no table of its own. Such
 * groups share one; where even together they have fewer, theirs is the table of all rows, and their
 * p-values hold on average over all events only.
 */
public final class CalibrationGroups {
  /** The least number of rows for a table of its own: p-values down to 1/201. */
  public static final int LEAST_ROWS = 200;

  private final List<String> names;
  private final List<Calibration> tables;
  private final int[] tableOfGroup;

  private CalibrationGroups(List<String> names, List<Calibration> tables, int[] tableOfGroup) {
    this.names = names;
    this.tables = tables;
    this.tableOfGroup = tableOfGroup;
  }

  /** One group, {@code all}, with this calibration. */
  public static CalibrationGroups of(Calibration calibration) {
    return restored(List.of("all"), List.of(calibration), new int[1]);
  }

  /**
   * The calibrations by these background scores.
   *
   * @param names of the groups
   * @param scores in any order, at least one
   * @param groupOfScore for each score its group, 0 to below the number of names
   * @throws IllegalArgumentException as {@link Calibration#of(double[])}
   */
  public static CalibrationGroups of(List<String> names, double[] scores, int[] groupOfScore) {
    if (scores.length != groupOfScore.length) {
      throw new IllegalArgumentException(
          scores.length + " scores do not belong to " + groupOfScore.length + " groups");
    }
    double[][] byGroup =
        IntStream.range(0, names.size())
            .mapToObj(group -> where(scores, groupOfScore, new int[] {group}))
            .toArray(double[][]::new);
    int[] small =
        IntStream.range(0, byGroup.length)
            .filter(group -> byGroup[group].length < LEAST_ROWS)
            .toArray();
    List<Calibration> tables = new ArrayList<>();
    int[] tableOfGroup = new int[byGroup.length];
    for (int group = 0; group < byGroup.length; group++) {
      if (byGroup[group].length >= LEAST_ROWS) {
        tableOfGroup[group] = tables.size();
        tables.add(Calibration.of(byGroup[group]));
      }
    }
    if (small.length > 0) {
      double[] together = where(scores, groupOfScore, small);
      for (int group : small) {
        tableOfGroup[group] = tables.size();
      }
      tables.add(Calibration.of(together.length >= LEAST_ROWS ? together : scores));
    }
    return new CalibrationGroups(List.copyOf(names), List.copyOf(tables), tableOfGroup);
  }

  private static double[] where(double[] scores, int[] groupOfScore, int[] groups) {
    return IntStream.range(0, scores.length)
        .filter(i -> Arrays.stream(groups).anyMatch(group -> group == groupOfScore[i]))
        .mapToDouble(i -> scores[i])
        .toArray();
  }

  /**
   * Calibrations from what {@link #names()}, {@link #tables()} and {@link #table(int)} gave.
   *
   * @throws IllegalArgumentException where a group has no name or no table, or a name is repeated
   */
  public static CalibrationGroups restored(
      List<String> names, List<Calibration> tables, int[] tableOfGroup) {
    if (names.isEmpty() || names.size() != tableOfGroup.length) {
      throw new IllegalArgumentException(
          names.size() + " names for " + tableOfGroup.length + " groups; at least one, each named");
    }
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException("groups must have names of their own, got " + names);
    }
    for (int group = 0; group < tableOfGroup.length; group++) {
      if (tableOfGroup[group] < 0 || tableOfGroup[group] >= tables.size()) {
        throw new IllegalArgumentException(
            "group "
                + names.get(group)
                + " has table "
                + tableOfGroup[group]
                + "; there are "
                + tables.size());
      }
    }
    return new CalibrationGroups(List.copyOf(names), List.copyOf(tables), tableOfGroup.clone());
  }

  /** The number of groups. */
  public int size() {
    return names.size();
  }

  /** The groups' names, in order. */
  public List<String> names() {
    return names;
  }

  /** What a group's p-values compare with. */
  public Calibration of(int group) {
    return tables.get(tableOfGroup[group]);
  }

  /** All calibrations, each once. */
  public List<Calibration> tables() {
    return tables;
  }

  /** The index among {@link #tables()} of a group's calibration. */
  public int table(int group) {
    return tableOfGroup[group];
  }
}

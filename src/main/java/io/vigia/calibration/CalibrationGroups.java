package io.vigia.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Calibrations by group of events, such as which features are missing, or a declared input: a
 * p-value compares an event with background of its own group (Mondrian conformal prediction: Vovk,
 * Gammerman and Shafer 2005, section 4.5), so that it holds within the group and not only on
 * average.
 *
 * <p>A group with fewer than {@value #LEAST_ROWS} calibration rows has no table of its own. Such
 * groups share one; where even together they have fewer, theirs is the table of all rows, and their
 * p-values hold on average over all events only.
 */
public final class CalibrationGroups {
  /** The least number of rows for a table of its own: p-values down to 1/201. */
  public static final int LEAST_ROWS = 200;

  private final Grouping grouping;
  private final List<String> names;
  private final List<Calibration> tables;
  private final int[] tableOfGroup;

  private CalibrationGroups(Grouping grouping, List<Calibration> tables, int[] tableOfGroup) {
    this.grouping = grouping;
    this.names = grouping.names();
    this.tables = tables;
    this.tableOfGroup = tableOfGroup;
  }

  /** One group, {@code all}, with this calibration. */
  public static CalibrationGroups of(Calibration calibration) {
    return restored(Grouping.byMask(List.of("all")), List.of(calibration), new int[1]);
  }

  /** The calibrations of groups by missing values alone, without tails. */
  public static CalibrationGroups of(List<String> names, double[] scores, int[] groupOfScore) {
    return of(Grouping.byMask(names), scores, groupOfScore, TailMethod.NONE);
  }

  /**
   * The calibrations by these background scores.
   *
   * @param grouping names the groups
   * @param scores in any order, at least one
   * @param groupOfScore for each score its group, 0 to below the number of names
   * @throws IllegalArgumentException as {@link Calibration#of(double[])}
   */
  public static CalibrationGroups of(
      Grouping grouping, double[] scores, int[] groupOfScore, TailMethod tail) {
    if (scores.length != groupOfScore.length) {
      throw new IllegalArgumentException(
          scores.length + " scores do not belong to " + groupOfScore.length + " groups");
    }
    int[] rows = new int[grouping.size()];
    for (int group : groupOfScore) {
      rows[group]++;
    }
    List<Calibration> tables = new ArrayList<>();
    int[] tableOfGroup = new int[rows.length];
    int[] small = IntStream.range(0, rows.length).filter(g -> rows[g] < LEAST_ROWS).toArray();
    double[][] byGroup = divided(scores, groupOfScore, rows);
    for (int group = 0; group < rows.length; group++) {
      if (rows[group] >= LEAST_ROWS) {
        tableOfGroup[group] = tables.size();
        tables.add(Calibration.of(byGroup[group], tail));
      }
    }
    if (small.length > 0) {
      for (int group : small) {
        tableOfGroup[group] = tables.size();
      }
      double[] together =
          Arrays.stream(small).mapToObj(g -> byGroup[g]).flatMapToDouble(Arrays::stream).toArray();
      tables.add(Calibration.of(together.length >= LEAST_ROWS ? together : scores, tail));
    }
    return new CalibrationGroups(grouping, List.copyOf(tables), tableOfGroup);
  }

  private static double[][] divided(double[] scores, int[] groupOfScore, int[] rows) {
    double[][] byGroup = Arrays.stream(rows).mapToObj(double[]::new).toArray(double[][]::new);
    int[] filled = new int[rows.length];
    for (int i = 0; i < scores.length; i++) {
      int group = groupOfScore[i];
      byGroup[group][filled[group]++] = scores[i];
    }
    return byGroup;
  }

  /**
   * Calibrations from what {@link #grouping()}, {@link #tables()} and {@link #table(int)} gave.
   *
   * @throws IllegalArgumentException where a group has no name or no table, or a name is repeated
   */
  public static CalibrationGroups restored(
      Grouping grouping, List<Calibration> tables, int[] tableOfGroup) {
    List<String> names = grouping.names();
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
    return new CalibrationGroups(grouping, List.copyOf(tables), tableOfGroup.clone());
  }

  /** Which group a row is in. */
  public Grouping grouping() {
    return grouping;
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

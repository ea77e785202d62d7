package io.vigia.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An ensemble calibrated: the held-out rows' scores by each member made a {@link CombinedScore},
 * and the calibration of what that gives. No row does both. One half of the rows makes the members'
 * tail tables; the combined statistic of the other half is what p-values compare with. Given the
 * tables the statistic is one fixed function of an event, so that its p-values hold as those of any
 * score do, however the members depend on each other.
 */
public record EnsembleCalibration(CombinedScore combination, CalibrationGroups calibrations) {
  /** Calibrates an ensemble in groups by missing values alone, without tails. */
  public static EnsembleCalibration of(
      CombinationRule rule,
      double[][] scores,
      boolean[] forTails,
      List<String> groups,
      int[] groupOfRow) {
    return of(rule, scores, forTails, Grouping.byMask(groups), groupOfRow, TailMethod.NONE);
  }

  /**
   * Calibrates an ensemble.
   *
   * @param scores {@code [member][row]} of held-out background, higher is rarer, finite
   * @param forTails for each row whether it makes the tables; about half of them, and no object
   *     whose rows are in both halves
   * @param grouping names the groups of events that are calibrated apart
   * @param groupOfRow for each row its group
   * @param tail of the combined statistic
   * @throws IllegalArgumentException where a half has too few rows, or a score is not finite
   */
  public static EnsembleCalibration of(
      CombinationRule rule,
      double[][] scores,
      boolean[] forTails,
      Grouping grouping,
      int[] groupOfRow,
      TailMethod tail) {
    int[] calibrationRows = rows(forTails, false);
    CombinedScore combination =
        new CombinedScore(
            rule, Arrays.stream(at(scores, rows(forTails, true))).map(TailScore::of).toList());
    double[] statistics = combination.ofRows(at(scores, calibrationRows));
    int[] groupOfStatistic = Arrays.stream(calibrationRows).map(row -> groupOfRow[row]).toArray();
    return new EnsembleCalibration(
        combination, CalibrationGroups.of(grouping, statistics, groupOfStatistic, tail));
  }

  private static int[] rows(boolean[] forTails, boolean which) {
    return IntStream.range(0, forTails.length).filter(row -> forTails[row] == which).toArray();
  }

  private static double[][] at(double[][] scores, int[] rows) {
    return Arrays.stream(scores)
        .map(member -> Arrays.stream(rows).mapToDouble(row -> member[row]).toArray())
        .toArray(double[][]::new);
  }
}

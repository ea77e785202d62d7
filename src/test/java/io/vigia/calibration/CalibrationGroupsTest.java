package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class CalibrationGroupsTest {
  private static final List<String> NAMES = List.of("complete", "missing x", "missing y", "other");

  @Test
  void pValuesAreUniformInEachGroupThoughTheGroupsDiffer() {
    Random random = new Random(3);
    int[] groups = random.ints(20_000, 0, 2).toArray();
    CalibrationGroups calibrations =
        CalibrationGroups.of(NAMES.subList(0, 2), scores(random, groups), groups);
    Calibration pooled = Calibration.of(scores(random, groups));
    for (int group = 0; group < 2; group++) {
      int[] fresh = new int[3_000];
      Arrays.fill(fresh, group);
      double[] scores = scores(random, fresh);
      assertThat(uniformity(calibrations.of(group), scores)).isBetween(0.01, 1.0);
      assertThat(uniformity(pooled, scores)).isLessThan(1e-6);
    }
  }

  @Test
  void groupsWithFewRowsShareOneTable() {
    int[] groups = groups(500, 150, 100, 0);
    CalibrationGroups calibrations =
        CalibrationGroups.of(NAMES, scores(new Random(4), groups), groups);
    assertThat(calibrations.of(0).size()).isEqualTo(500);
    assertThat(calibrations.of(1).size()).isEqualTo(250);
    assertThat(calibrations.of(2)).isSameAs(calibrations.of(1));
    assertThat(calibrations.of(3)).isSameAs(calibrations.of(1));
    assertThat(calibrations.tables()).hasSize(2);
  }

  @Test
  void whereTheyAreFewTogetherTheirsIsTheTableOfAllRows() {
    int[] groups = groups(500, 20, 10, 0);
    CalibrationGroups calibrations =
        CalibrationGroups.of(NAMES, scores(new Random(4), groups), groups);
    assertThat(calibrations.of(0).size()).isEqualTo(500);
    assertThat(calibrations.of(1).size()).isEqualTo(530);
    assertThat(calibrations.of(3)).isSameAs(calibrations.of(1));
  }

  @Test
  void oneGroupIsItsCalibrationHoweverFewTheRows() {
    int[] groups = groups(3);
    double[] scores = {1, 2, 3};
    CalibrationGroups calibrations = CalibrationGroups.of(List.of("all"), scores, groups);
    assertThat(calibrations.of(0).size()).isEqualTo(3);
  }

  @Test
  void refusesWhatDoesNotBelongTogether() {
    Calibration one = Calibration.of(new double[] {1});
    assertThatThrownBy(
            () ->
                CalibrationGroups.restored(
                    Grouping.byMask(List.of("a", "a")), List.of(one), new int[2]))
        .hasMessageContaining("names of their own");
    assertThatThrownBy(
            () ->
                CalibrationGroups.restored(
                    Grouping.byMask(List.of("a")), List.of(one), new int[] {1}))
        .hasMessageContaining("table 1");
    assertThatThrownBy(
            () -> CalibrationGroups.restored(Grouping.byMask(List.of()), List.of(one), new int[0]))
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> CalibrationGroups.of(List.of("a"), new double[2], new int[3]))
        .hasMessageContaining("do not belong");
  }

  private static int[] groups(int... rows) {
    return IntStream.range(0, rows.length)
        .flatMap(group -> IntStream.generate(() -> group).limit(rows[group]))
        .toArray();
  }

  /** Gaussian scores; those of group 1 are 1 higher. */
  private static double[] scores(Random random, int[] groups) {
    return Arrays.stream(groups).mapToDouble(g -> random.nextGaussian() + g).toArray();
  }

  private static double uniformity(Calibration calibration, double[] scores) {
    double[] p = Arrays.stream(scores).map(calibration::pValue).toArray();
    return KolmogorovSmirnovTest.withDefaults()
        .test(p, u -> Math.min(1, Math.max(0, u)))
        .getPValue();
  }
}

package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupingTest {
  private static final GroupAxis BAND = GroupAxis.ofValues("band", 1, List.of(1.0, 2.0));
  private static final GroupAxis PILE_UP = GroupAxis.ofEdges("npv", 2, List.of(0.0, 10.0, 20.5));
  private static final Grouping BOTH =
      new Grouping(List.of("complete", "other"), List.of(BAND, PILE_UP));

  @Test
  void everyMaskWithEveryValueAndEveryRangeIsAGroup() {
    assertThat(BOTH.size()).isEqualTo(2 * 3 * 3);
    assertThat(BOTH.names())
        .hasSize(18)
        .doesNotHaveDuplicates()
        .startsWith("complete, band=1, npv=0..10", "complete, band=1, npv=10..20.5")
        .endsWith("other, band=other, npv=other");
  }

  @Test
  void aRowIsInTheGroupWhoseNameSaysItsValues() {
    assertThat(name(0, 1, 0)).isEqualTo("complete, band=1, npv=0..10");
    assertThat(name(0, 2, 9.99f)).isEqualTo("complete, band=2, npv=0..10");
    assertThat(name(1, 2, 10)).as("an edge begins its range").endsWith("npv=10..20.5");
    assertThat(name(1, 3, 20.5f)).isEqualTo("other, band=other, npv=other");
    assertThat(name(0, Float.NaN, Float.NaN)).isEqualTo("complete, band=other, npv=other");
    assertThat(name(0, 1, -0.1f)).isEqualTo("complete, band=1, npv=other");
  }

  @Test
  void aSinglePatternOfMissingValuesIsNotNamed() {
    assertThat(new Grouping(List.of("all"), List.of(BAND)).names())
        .containsExactly("band=1", "band=2", "band=other");
    assertThat(Grouping.byMask(List.of("all")).names()).containsExactly("all");
  }

  @Test
  void groupsWithFewRowsShareATableAndTheOthersHaveTheirOwn() {
    Grouping byBand = new Grouping(List.of("all"), List.of(BAND));
    int[] groups = IntStream.range(0, 1000).map(i -> i < 600 ? 0 : i < 900 ? 1 : 2).toArray();
    double[] scores = IntStream.range(0, 1000).mapToDouble(i -> i).toArray();
    CalibrationGroups calibrations = CalibrationGroups.of(byBand, scores, groups, TailMethod.NONE);
    assertThat(calibrations.of(0).size()).isEqualTo(600);
    assertThat(calibrations.of(1).size()).isEqualTo(300);
    assertThat(calibrations.of(2).size()).as("100 rows: the table of all").isEqualTo(1000);
  }

  @Test
  void whatMakesNoGroupsIsRefused() {
    assertThatThrownBy(() -> GroupAxis.ofEdges("npv", 0, List.of(1.0)))
        .hasMessageContaining("1 edges of npv");
    assertThatThrownBy(() -> GroupAxis.ofEdges("npv", 0, List.of(1.0, 1.0)))
        .hasMessageContaining("edges of npv are [1.0, 1.0]");
    assertThatThrownBy(() -> GroupAxis.ofValues("band", 0, List.of()))
        .hasMessageContaining("0 values of band");
    assertThatThrownBy(() -> new Grouping(List.of("all"), List.of(BAND, BAND)))
        .hasMessageContaining("twice");
    List<Double> many = IntStream.range(0, 256).mapToObj(i -> (double) i).toList();
    List<GroupAxis> axes =
        List.of(GroupAxis.ofValues("a", 0, many), GroupAxis.ofValues("b", 1, many));
    assertThatThrownBy(() -> new Grouping(Collections.nCopies(1, "all"), axes))
        .hasMessageContaining("more than 4096 groups");
  }

  private static String name(int mask, float band, float pileUp) {
    float[] rows = {-7, 5, band, pileUp};
    return BOTH.names().get(BOTH.group(mask, rows, 1));
  }
}

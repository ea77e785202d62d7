package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupSplitTest {
  private static final int ROWS = 20_000;

  @Test
  void noGroupIsInTwoParts() {
    TrainingSet set = grouped(ROWS, 400);
    GroupSplit split = GroupSplit.of(set, SplitFractions.DEFAULT, 1);
    Set<String> seen = new HashSet<>();
    for (Part part : Part.values()) {
      Set<String> groups = groups(set, split, part);
      assertThat(groups).as("groups of %s", part).isNotEmpty();
      assertThat(Collections.disjoint(groups, seen)).as("%s apart", part).isTrue();
      seen.addAll(groups);
    }
    assertThat(seen).hasSize(400);
  }

  @Test
  void everyRowIsInOnePart() {
    GroupSplit split = GroupSplit.of(grouped(ROWS, 400), SplitFractions.DEFAULT, 1);
    int[] all =
        Arrays.stream(Part.values())
            .map(split::rows)
            .flatMapToInt(IntStream::of)
            .sorted()
            .toArray();
    assertThat(all).isEqualTo(IntStream.range(0, ROWS).toArray());
  }

  @Test
  void theSharesAreThoseAskedFor() {
    TrainingSet set = SyntheticRows.set(ROWS, 2);
    GroupSplit split = GroupSplit.of(set, new SplitFractions(0.4, 0.2, 0.3, 0.1), 5);
    double[] expected = {0.4, 0.2, 0.3, 0.1};
    for (Part part : Part.values()) {
      double share = split.rows(part).length / (double) ROWS;
      // Five standard deviations of a binomial share.
      assertThat(share).as("%s", part).isCloseTo(expected[part.ordinal()], within(0.018));
    }
  }

  @Test
  void anObjectKeepsItsPartWhenMoreDataArrive() {
    GroupSplit few = GroupSplit.of(grouped(ROWS, 100), SplitFractions.DEFAULT, 3);
    GroupSplit more = GroupSplit.of(grouped(2 * ROWS, 200), SplitFractions.DEFAULT, 3);
    for (Part part : Part.values()) {
      Set<String> before = groups(grouped(ROWS, 100), few, part);
      assertThat(groups(grouped(2 * ROWS, 200), more, part)).containsAll(before);
    }
  }

  @Test
  void anotherSeedSplitsOtherwise() {
    TrainingSet set = grouped(ROWS, 400);
    assertThat(GroupSplit.of(set, SplitFractions.DEFAULT, 1).rows(Part.TRAIN))
        .isNotEqualTo(GroupSplit.of(set, SplitFractions.DEFAULT, 2).rows(Part.TRAIN));
  }

  @Test
  void theHashIsAContract() {
    // From a second implementation, in Python. Another value would move objects between the parts
    // of old models.
    assertThat(GroupSplit.position("", 0)).isEqualTo(0.35598698630425907);
    assertThat(GroupSplit.position("ZTF18abcdefg", 7)).isEqualTo(0.37991727004851494);
  }

  @Test
  void refusesTooFewGroups() {
    assertThatThrownBy(() -> GroupSplit.of(grouped(ROWS, 19), SplitFractions.DEFAULT, 1))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("19 groups")
        .hasMessageContaining("20");
  }

  @Test
  void refusesASplitThatLeavesAPartTooSmall() {
    List<String> groups =
        IntStream.range(0, ROWS).mapToObj(i -> i < 30 ? "small-" + i : "one run").toList();
    TrainingSet set = TrainingSet.of(List.of("x", "y"), SyntheticRows.curve(ROWS, 1), groups);
    assertThatThrownBy(() -> GroupSplit.of(set, SplitFractions.DEFAULT, 1))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("needs at least")
        .hasMessageContaining("calibration ");
  }

  @Test
  void refusesFractionsThatAreNotShares() {
    assertThatThrownBy(() -> new SplitFractions(0.7, 0.1, 0.2, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training.split");
    assertThatThrownBy(() -> new SplitFractions(0.9, 0.1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<String> groups(TrainingSet set, GroupSplit split, Part part) {
    return Arrays.stream(split.rows(part)).mapToObj(set::group).collect(Collectors.toSet());
  }

  private static TrainingSet grouped(int rows, int groups) {
    List<String> names = IntStream.range(0, rows).mapToObj(i -> "object-" + i % groups).toList();
    return TrainingSet.of(List.of("x", "y"), SyntheticRows.curve(rows, 1), names);
  }
}

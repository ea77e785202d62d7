package io.vigia.alert.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.alert.budget.Allocation.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkingPointsTest {
  @Test
  void theTightestThatIsPassedIsNamed() {
    WorkingPoints points = WorkingPoints.of(Map.of("loose", 1e-3, "tight", 1e-5));

    assertThat(points.offer(Offer.of("a", 0, 1e-5)).get(0))
        .isEqualTo(new Verdict("a", Ruling.SEND, null, 1e-5, "at the working point tight"));
    assertThat(points.offer(Offer.of("b", 0, 2e-5)).get(0).reason()).endsWith("loose");
    assertThat(points.offer(Offer.of("c", 0, 2e-3)).get(0).ruling()).isEqualTo(Ruling.BELOW);
  }

  @Test
  void refusesWhatIsNoPValueAndNoPointAtAll() {
    assertThatThrownBy(() -> WorkingPoints.of(Map.of("x", 2.0)))
        .hasMessageContaining("working point x is 2.0");
    assertThatThrownBy(() -> WorkingPoints.of(Map.of())).hasMessageContaining("at least one");
  }

  @Test
  void aPrescaleSendsItsShareAndTheSameOnesAgain() {
    List<Ruling> first = rulings(Prescale.of(10, FixedThreshold.of(1e-3)));

    assertThat(first.stream().filter(one -> one == Ruling.SEND).count()).isBetween(150L, 250L);
    assertThat(first).contains(Ruling.PRESCALED).doesNotContain(Ruling.BELOW);
    assertThat(rulings(Prescale.of(10, FixedThreshold.of(1e-3)))).isEqualTo(first);
  }

  private static List<Ruling> rulings(Allocation allocation) {
    return IntStream.range(0, 2_000)
        .mapToObj(i -> allocation.offer(Offer.of("event:" + i, 0, 1e-4)).get(0).ruling())
        .toList();
  }

  @Test
  void aPrescaleLeavesAloneWhatIsNotSent() {
    assertThat(Prescale.of(10, FixedThreshold.of(1e-5)).offer(Offer.of("a", 0, 1e-4)))
        .extracting(Verdict::ruling)
        .containsExactly(Ruling.BELOW);
  }
}

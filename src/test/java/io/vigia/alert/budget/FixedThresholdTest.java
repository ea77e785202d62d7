package io.vigia.alert.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.alert.budget.Allocation.Verdict;
import org.junit.jupiter.api.Test;

class FixedThresholdTest {
  @Test
  void sendsWhatIsAtOrBelowIt() {
    Allocation fixed = FixedThreshold.of(1e-4);

    assertThat(fixed.offer(Offer.of("a", 0, 1e-4)))
        .extracting(Verdict::ruling)
        .containsExactly(Ruling.SEND);
    assertThat(fixed.offer(Offer.of("b", 0, 1.001e-4)))
        .extracting(Verdict::ruling)
        .containsExactly(Ruling.BELOW);
  }

  @Test
  void refusesWhatIsNoPValue() {
    assertThatThrownBy(() -> FixedThreshold.of(0)).hasMessageContaining("(0, 1]");
    assertThatThrownBy(() -> FixedThreshold.of(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Offer.of("a", 0, 0)).hasMessageContaining("p-value of a is 0.0");
    assertThatThrownBy(() -> new Offer("a", 0, .1, 2.3, .5, null)).hasMessageContaining("weight");
  }
}

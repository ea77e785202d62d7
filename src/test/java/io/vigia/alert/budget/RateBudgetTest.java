package io.vigia.alert.budget;

import static io.vigia.alert.budget.BudgetStream.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.calibration.PoissonInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateBudgetTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 5, 50})
  void sendsTheTargetInTheMean(double hertz) {
    RateBudget budget = RateBudget.of(hertz, Math.max(1, 2 * hertz), BudgetStream.PRE_CUT);

    long sent = sent(new BudgetStream(1).watch(budget, 0, 60, 50_000, 1));

    assertThat(PoissonInterval.of(60 * hertz, 0.99).contains(sent)).as("%d", sent).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "0.33333, 1", "1, 3", "1, 0.33333"})
  void findsBackToTheTargetAfterAStep(double rateStep, double scoreStep) {
    RateBudget budget = RateBudget.of(5, 10, BudgetStream.PRE_CUT);
    BudgetStream stream = new BudgetStream(2);
    stream.watch(budget, 0, 30, 50_000, 1);

    long sent = sent(stream.watch(budget, 30_000, 60, 50_000 * rateStep, scoreStep));

    assertThat(PoissonInterval.of(60 * 5, 0.99).contains(sent)).as("%d", sent).isTrue();
  }

  @Test
  void aBurstIsCutAtTheCap() {
    RateBudget budget = RateBudget.of(2, 4, BudgetStream.PRE_CUT);
    budget.exposure(10, 10_000);
    int sent = 0;
    for (int i = 0; i < 100; i++) {
      boolean out = budget.offer(Offer.of("e" + i, 0, 1e-30)).get(0).ruling() == Ruling.SEND;
      sent += out ? 1 : 0;
    }
    assertThat(sent).isEqualTo(4);
    assertThat(budget.offer(Offer.of("later", 1_000, 1e-30)).get(0).ruling())
        .isEqualTo(Ruling.SEND);
  }

  @Test
  void goesOnFromItsState() {
    RateBudget budget = RateBudget.of(5, 10, BudgetStream.PRE_CUT);
    new BudgetStream(3).watch(budget, 0, 20, 50_000, 1);
    RateBudget restored = RateBudget.of(5, 10, BudgetStream.PRE_CUT, budget.state());

    assertThat(new BudgetStream(4).watch(restored, 20_000, 20, 50_000, 1))
        .isEqualTo(new BudgetStream(4).watch(budget, 20_000, 20, 50_000, 1));
  }
}

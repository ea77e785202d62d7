package io.vigia.alert.budget;

import static io.vigia.alert.budget.BudgetStream.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

  @ParameterizedTest
  @ValueSource(ints = {5, 40, 3_600})
  void silenceIsNeitherOwedNorHeldAgainstWhatComesAfterIt(int seconds) {
    RateBudget budget = RateBudget.of(5, 10, BudgetStream.PRE_CUT);
    BudgetStream stream = new BudgetStream(2);
    stream.watch(budget, 0, 60, 50_000, 1);
    BudgetStream.silence(budget, 60_000, seconds);
    long after = 60_000 + 1_000L * seconds;

    for (int part = 0; part < 4; part++) {
      long sent = sent(stream.watch(budget, after + 10_000 * part, 10, 50_000, 1));

      assertThat(PoissonInterval.of(10 * 5, 0.99).contains(sent)).as("%d", sent).isTrue();
    }
  }

  @Test
  void liveTimeThatWasTakenToPassAndDidNotIsGivenBackAsFarAsItWasTaken() {
    RateBudget budget = RateBudget.of(5, 10, BudgetStream.PRE_CUT);
    BudgetStream stream = new BudgetStream(5);
    stream.watch(budget, 0, 60, 50_000, 1);
    double before = budget.offer(Offer.of("last", 60_000, 1e-2)).get(0).threshold();

    double meanwhile = budget.offer(Offer.of("next", 100_000, 1e-2)).get(0).threshold();
    budget.exposure(60, 3_000_000);
    double after = budget.offer(Offer.of("then", 100_000, 1e-2)).get(0).threshold();

    assertThat(meanwhile).isCloseTo(BudgetStream.PRE_CUT, within(1e-9));
    double oneSent = Math.exp(-1 / 5.0);
    assertThat(after).isCloseTo(before * oneSent, within(1e-9));
  }

  @Test
  void readingsOfAMinuteAreBridgedByOffers() {
    RateBudget budget = RateBudget.of(5, 10, BudgetStream.PRE_CUT);
    BudgetStream stream = new BudgetStream(6);
    stream.watch(budget, 0, 60, 50_000, 1);
    BudgetStream.Unread unread = new BudgetStream.Unread(budget);

    long sent = sent(stream.watch(unread, 60_000, 60, 50_000, 1));

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

package io.vigia.alert.budget;

import static io.vigia.alert.budget.BudgetStream.count;
import static io.vigia.alert.budget.BudgetStream.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.alert.budget.Allocation.Verdict;
import io.vigia.calibration.PoissonInterval;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodBudgetTest {
  private static final long HOUR = 3_600_000;

  private static PeriodBudget hourly(double target, int cap, Delivery delivery) {
    return PeriodBudget.of(terms(target, cap, delivery));
  }

  private static PeriodBudget.Terms terms(double target, int cap, Delivery delivery) {
    return new PeriodBudget.Terms(
        target, cap, delivery, "hour", CalendarPeriods.HOUR, BudgetStream.PRE_CUT);
  }

  @ParameterizedTest
  @CsvSource({"1, LIVE", "10, LIVE", "1, BEST_OF_PERIOD", "10, BEST_OF_PERIOD", "10, BOTH"})
  void sendsTheTargetInTheMeanOfThirtyPeriods(int target, Delivery delivery) {
    for (long seed = 1; seed <= 5; seed++) {
      PeriodBudget budget = hourly(target, 2 * target, delivery);
      BudgetStream stream = new BudgetStream(seed);
      long sent = 0;
      for (int hour = 0; hour < 31; hour++) {
        sent += sent(stream.watch(budget, hour * HOUR, 3_600, 10, 1));
      }
      assertThat(PoissonInterval.of(30 * target, 0.99).contains(sent))
          .as("%d of %d, seed %d", sent, 30 * target, seed)
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "0.33333, 1", "1, 3", "1, 0.33333"})
  void findsBackToTheTargetAfterAStep(double rateStep, double scoreStep) {
    PeriodBudget budget = hourly(10, 20, Delivery.LIVE);
    BudgetStream stream = new BudgetStream(6);
    for (int hour = 0; hour < 10; hour++) {
      stream.watch(budget, hour * HOUR, 3_600, 10, 1);
    }
    long sent = 0;
    for (int hour = 10; hour < 20; hour++) {
      sent += sent(stream.watch(budget, hour * HOUR, 3_600, 10 * rateStep, scoreStep));
    }
    assertThat(sent).isBetween(80L, 120L);
  }

  @Test
  void neverSendsMoreThanTheCapAndSaysWhatItHeldBack() {
    PeriodBudget budget = hourly(10, 12, Delivery.LIVE);
    BudgetStream stream = new BudgetStream(7);
    stream.watch(budget, 0, 3_600, 10, 1);

    List<Verdict> storm = stream.watch(budget, HOUR, 3_600, 10, 30);

    assertThat(sent(storm)).isEqualTo(12);
    assertThat(count(storm, Ruling.CAPPED)).isPositive();
  }

  @Test
  void theBestOfAPeriodAreItsRarest() {
    PeriodBudget budget = hourly(2, 4, Delivery.BEST_OF_PERIOD);
    List<Verdict> during = new ArrayList<>();
    double[] pValues = {3e-4, 1e-4, 9e-4, 2e-5, 7e-4};
    for (int i = 0; i < pValues.length; i++) {
      during.addAll(budget.offer(Offer.of("e" + i, i, pValues[i])));
    }
    assertThat(sent(during)).isZero();

    List<Verdict> end = budget.advance(HOUR);

    assertThat(end).extracting(Verdict::id).containsExactly("e3", "e1");
    assertThat(end).allMatch(verdict -> verdict.ruling() == Ruling.SEND);
    assertThat(end).allMatch(verdict -> "1970-01-01T00Z".equals(verdict.period()));
  }

  @ParameterizedTest
  @EnumSource
  void everyOfferEndsInOneVerdictThatIsNoHold(Delivery delivery) {
    PeriodBudget budget = hourly(3, 6, delivery);
    List<Verdict> verdicts = new ArrayList<>();
    BudgetStream stream = new BudgetStream(8);
    for (int hour = 0; hour < 3; hour++) {
      verdicts.addAll(stream.watch(budget, hour * HOUR, 3_600, 10, 1));
    }
    verdicts.addAll(budget.advance(4 * HOUR));
    List<String> ended =
        verdicts.stream()
            .filter(verdict -> verdict.ruling() != Ruling.HELD)
            .map(Verdict::id)
            .toList();

    assertThat(ended).doesNotHaveDuplicates().hasSizeGreaterThan(500);
    assertThat(verdicts).extracting(Verdict::id).allMatch(ended::contains);
  }

  @Test
  void halfAnAlertAPeriodIsOneInEveryOther() {
    PeriodBudget budget = hourly(0.5, 1, Delivery.BEST_OF_PERIOD);
    List<Long> sent = new ArrayList<>();
    BudgetStream stream = new BudgetStream(9);
    for (int hour = 0; hour < 6; hour++) {
      stream.watch(budget, hour * HOUR, 3_500, 10, 1);
      sent.add(sent(budget.advance((hour + 1) * HOUR)));
    }
    assertThat(sent).containsExactly(0L, 1L, 0L, 1L, 0L, 1L);
  }

  @Test
  void aPeriodWithHalfTheLiveTimeGetsHalfOfTheLiveBudget() {
    PeriodBudget budget = hourly(20, 40, Delivery.LIVE);
    BudgetStream stream = new BudgetStream(10);
    for (int hour = 0; hour < 10; hour++) {
      stream.watch(budget, hour * HOUR, 3_600, 10, 1);
    }
    long sent = 0;
    int halves = 4;
    for (int i = 0; i < halves; i++) {
      sent += sent(stream.watch(budget, (10 + i) * HOUR, 1_800, 10, 1));
    }
    // The length of a period is learned: 3600 s at first, by the end 2,700 or so.
    assertThat(sent).isBetween(32L, 62L);
  }

  @Test
  void emptyPeriodsAreNotMadeGood() {
    PeriodBudget budget = hourly(10, 20, Delivery.LIVE);
    BudgetStream stream = new BudgetStream(11);
    for (int hour = 0; hour < 5; hour++) {
      stream.watch(budget, hour * HOUR, 3_600, 10, 1);
    }
    long sent = 0;
    for (int hour = 100; hour < 110; hour++) {
      sent += sent(stream.watch(budget, hour * HOUR, 3_600, 10, 1));
    }
    assertThat(sent).isBetween(80L, 120L);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 60})
  void daysOfSilenceBetweenNightsAreNotHeldAgainstThem(int target) {
    long day = 24 * HOUR;
    PeriodBudget budget =
        PeriodBudget.of(
            new PeriodBudget.Terms(
                target,
                2 * target,
                Delivery.LIVE,
                "night",
                Nights.fromNoonToNoon(new Site(0, 0)),
                BudgetStream.PRE_CUT));
    BudgetStream stream = new BudgetStream(16);
    List<Long> nights = new ArrayList<>();
    for (int night = 0; night < 14; night++) {
      long evening = night * day + 20 * HOUR;
      nights.add(sent(stream.watch(budget, evening, 8 * 3_600, 2, 1)));
      BudgetStream.silence(budget, evening + 8 * HOUR, 16 * 3_600);
    }
    long sent = nights.stream().mapToLong(Long::longValue).sum();

    assertThat(PoissonInterval.of(14 * target, 0.99).contains(sent)).as("%s", nights).isTrue();
    assertThat(nights.subList(7, 14)).allMatch(one -> one >= target / 2 && one <= 2 * target);
  }

  @Test
  void whatComesLateCountsInThePeriodThatItIs() {
    PeriodBudget budget = hourly(1, 2, Delivery.BEST_OF_PERIOD);
    budget.offer(Offer.of("a", HOUR - 1, 1e-3));
    budget.offer(Offer.of("b", HOUR + 1, 1e-3));

    Verdict late = budget.offer(Offer.of("late", HOUR - 5, 1e-4)).get(1);

    assertThat(late.ruling()).isEqualTo(Ruling.HELD);
    assertThat(late.period()).isEqualTo("1970-01-01T01Z");
  }

  @Test
  void noMoreIsAskedForThanCanBeHeldToThePeriodsEnd() {
    assertThatThrownBy(() -> hourly(1001, 2000, Delivery.BOTH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1001")
        .hasMessageContaining("at most 1000");
    int most = Allocation.MOST_HELD;
    PeriodBudget budget = hourly(most, most, Delivery.BEST_OF_PERIOD);
    for (int i = 0; i < 2 * most; i++) {
      budget.offer(Offer.of("e" + i, i, 1e-3 / (1 + i)));
    }
    assertThat(budget.state().path("held")).hasSize(most);
    assertThat(budget.advance(HOUR)).hasSize(most);
  }

  @Test
  void aFieldThatChangesEndsThePeriodAndSoDoHalfADayOfSilence() {
    PeriodBudget budget =
        PeriodBudget.of(new PeriodBudget.Terms(5, 5, Delivery.BEST_OF_PERIOD, "night", null, 1e-2));
    budget.offer(new Offer("a", 0, 1e-3, 7, 1, "60001"));
    List<Verdict> next = budget.offer(new Offer("b", 10 * HOUR, 1e-3, 7, 1, "60002"));
    List<Verdict> back = budget.offer(new Offer("c", 10 * HOUR, 1e-3, 7, 1, "60001"));

    assertThat(next.get(0))
        .extracting(Verdict::id, Verdict::ruling, Verdict::period)
        .containsExactly("a", Ruling.SEND, "60001");
    assertThat(back).extracting(Verdict::period).containsExactly("60002");
    assertThat(budget.advance(21 * HOUR)).isEmpty();
    assertThat(budget.advance(22 * HOUR)).extracting(Verdict::id).containsExactly("b", "c");
  }

  @Test
  void sendsNothingLiveUntilTheEventRateIsKnown() {
    PeriodBudget budget = hourly(10, 20, Delivery.LIVE);

    Verdict early = budget.offer(Offer.of("a", 0, 1e-9)).get(0);
    budget.exposure(1, 10);

    assertThat(early.ruling()).isEqualTo(Ruling.BELOW);
    assertThat(early.reason()).contains("not known yet");
    assertThat(budget.offer(Offer.of("b", 0, 1e-9)).get(0).ruling()).isEqualTo(Ruling.SEND);
  }

  @Test
  void saysWhenThereAreTooFewCandidates() {
    PeriodBudget budget = hourly(1_000, 2_000, Delivery.LIVE);
    List<Verdict> verdicts = new BudgetStream(12).watch(budget, 0, 3_600, 10, 1);

    assertThat(verdicts.get(verdicts.size() - 1).reason()).contains("too few candidates");
    assertThat(sent(verdicts)).isGreaterThan((long) (0.95 * verdicts.size()));
  }

  @ParameterizedTest
  @EnumSource
  void goesOnFromItsStateAsThoughNothingHadHappened(Delivery delivery) throws Exception {
    PeriodBudget budget = hourly(5, 10, delivery);
    new BudgetStream(13).watch(budget, 0, 5_000, 10, 1);
    ObjectMapper mapper = new ObjectMapper();
    JsonNode stored = mapper.readTree(mapper.writeValueAsBytes(budget.state()));
    PeriodBudget restored = PeriodBudget.of(terms(5, 10, delivery), stored);

    assertThat(new BudgetStream(14).watch(restored, 2 * HOUR, 5_000, 10, 2))
        .isEqualTo(new BudgetStream(14).watch(budget, 2 * HOUR, 5_000, 10, 2));
  }

  @Test
  void refusesATargetAboveItsCap() {
    assertThatThrownBy(() -> hourly(10, 9, Delivery.LIVE)).hasMessageContaining("cap of 9");
  }

  @Test
  void aCounterThatStartsAnewChangesNothing() {
    PeriodBudget budget = hourly(10, 20, Delivery.LIVE);
    BudgetStream stream = new BudgetStream(15);
    for (int hour = 0; hour < 5; hour++) {
      stream.watch(budget, hour * HOUR, 3_600, 10, 1);
    }
    double before = budget.offer(Offer.of("a", 5 * HOUR, 1e-2)).get(0).threshold();
    budget.exposure(1e-3, 0);
    double after = budget.offer(Offer.of("b", 5 * HOUR, 1e-2)).get(0).threshold();

    assertThat(after).isCloseTo(before, within(0.02 * before));
  }
}

package io.vigia.alert.desk;

import static io.vigia.alert.desk.DeskHarness.START;
import static io.vigia.alert.desk.DeskHarness.of;
import static io.vigia.alert.desk.DeskHarness.record;
import static io.vigia.alert.desk.DeskHarness.texts;
import static io.vigia.alert.desk.DeskHarness.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.alert.Outcome;
import io.vigia.alert.budget.CalendarPeriods;
import io.vigia.alert.budget.Delivery;
import io.vigia.alert.budget.PeriodBudget;
import io.vigia.alert.desk.DeskHarness.PolicyBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of that which waits when somebody changes a rule and starts the desk again. */
class ChangedRuleTest {
  private static final Duration NOW = Duration.ZERO;

  private static PolicyBuilder holding(String rule) {
    PolicyBuilder builder = new PolicyBuilder();
    builder.allocation = AllocationFactory.of(rule, HoldingAllocation::new);
    return builder;
  }

  private static PolicyBuilder bursts(int from) {
    PolicyBuilder builder = new PolicyBuilder();
    builder.burst = new Burst(List.of("visit"), Duration.ofSeconds(30), from);
    return builder;
  }

  private static void assertAllDecided(DeskHarness desk) {
    assertThat(desk.desk().held()).isZero();
    assertThat(desk.decisions.stream().map(decision -> decision.candidate().id()))
        .hasSize(desk.candidates)
        .doesNotHaveDuplicates();
  }

  @Test
  void whatOneRuleHeldTheNextDecides() {
    DeskHarness desk = new DeskHarness(holding("two an hour"));
    desk.send(record("rare", 1e-6, NOW));
    desk.send(of("star", record("common", 1e-3, NOW)));
    assertThat(desk.desk().held()).isEqualTo(2);
    desk.restart(new PolicyBuilder());
    desk.send(record("next", 1e-5, Duration.ofMinutes(1)));
    assertThat(texts(desk.alerts(), "id")).containsExactly("rare", "next");
    assertThat(desk.outcome("common")).isEqualTo(Outcome.BELOW);
    assertAllDecided(desk);
  }

  @Test
  void aNewRuleThatHoldsTakesThemInTheOrderOfEventTime() {
    DeskHarness desk = new DeskHarness(holding("two an hour"));
    desk.send(record("b", 1e-6, Duration.ofMinutes(2)));
    desk.send(record("a", 1e-5, Duration.ofMinutes(1)));
    desk.send(of("star", record("c", 1e-4, Duration.ofMinutes(3))));
    desk.restart(holding("two an hour, other"));
    desk.desk().idle(Duration.ofMinutes(1));
    assertThat(desk.decisions).isEmpty();
    assertThat(desk.desk().held()).isEqualTo(3);
    desk.restart(holding("two an hour, other"));
    desk.desk().idle(Duration.ofHours(1));
    assertThat(texts(desk.alerts(), "id")).containsExactly("b", "a");
    assertAllDecided(desk);
  }

  @Test
  void ofAnObjectTheRarestStillStandsForTheOthers() {
    DeskHarness desk = new DeskHarness(holding("two an hour"));
    desk.send(of("star", record("early", 1e-5, NOW)));
    desk.send(of("star", record("rarer", 1e-6, Duration.ofMinutes(1))));
    desk.restart(new PolicyBuilder());
    desk.desk().idle(Duration.ofMinutes(1));
    assertThat(texts(desk.alerts(), "alert_type")).containsExactly("initial", "update");
    assertAllDecided(desk);
  }

  @Test
  void groupsThatAreOpenEndWithTheRuleOfBursts() {
    DeskHarness desk = new DeskHarness(bursts(4));
    desk.send(with(record("a", 1e-6, NOW), "visit", 7));
    desk.send(with(record("b", 1e-5, NOW), "visit", 7));
    assertThat(desk.desk().held()).isEqualTo(2);
    desk.restart(new PolicyBuilder());
    desk.desk().idle(Duration.ofSeconds(1));
    assertThat(texts(desk.alerts(), "id")).containsExactly("a", "b");
    assertAllDecided(desk);
  }

  @Test
  void anOpenGroupIsABurstByTheRuleUnderWhichItCloses() {
    DeskHarness desk = new DeskHarness(bursts(4));
    desk.send(with(record("a", 1e-5, NOW), "visit", 7));
    desk.send(with(record("b", 1e-6, NOW), "visit", 7));
    desk.send(with(record("c", 1e-5, NOW), "visit", 7));
    desk.restart(bursts(2));
    desk.desk().idle(Duration.ofMinutes(1));
    assertThat(texts(desk.alerts(), "id")).containsExactly("b");
    assertThat(desk.outcome("a")).isEqualTo(Outcome.GROUPED);
    assertAllDecided(desk);
  }

  @Test
  void aBudgetThatBeginsLateIsNotOwedForTheTimeBefore() {
    DeskHarness desk = new DeskHarness();
    desk.desk().exposure(1e6, 1e7);
    desk.send(record("before", 1e-6, NOW));
    desk.restart(tenADay());
    for (int second = 1; second <= 3; second++) {
      desk.desk().exposure(1e6 + second, 1e7 + 10 * second);
      desk.desk().advance(START.plusSeconds(second).toEpochMilli());
    }
    desk.restart(tenADay());
    desk.desk().exposure(1e6 + 4, 1e7 + 40);
    desk.send(record("common", 5e-4, Duration.ofSeconds(4)));
    desk.send(record("rare", 1e-6, Duration.ofSeconds(4)));
    assertThat(desk.outcome("common")).as("of ten a day at 10 Hz").isEqualTo(Outcome.BELOW);
    assertThat(desk.outcome("rare")).isEqualTo(Outcome.SENT);
  }

  private static PolicyBuilder tenADay() {
    PolicyBuilder builder = new PolicyBuilder();
    PeriodBudget.Terms terms =
        new PeriodBudget.Terms(10, 20, Delivery.LIVE, "day", CalendarPeriods.DAY, 1e-3);
    builder.allocation =
        AllocationFactory.of(
            "ten a day",
            state -> state == null ? PeriodBudget.of(terms) : PeriodBudget.of(terms, state));
    return builder;
  }
}

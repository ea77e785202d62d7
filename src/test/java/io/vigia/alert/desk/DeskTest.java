package io.vigia.alert.desk;

import static io.vigia.alert.desk.DeskHarness.of;
import static io.vigia.alert.desk.DeskHarness.record;
import static io.vigia.alert.desk.DeskHarness.texts;
import static io.vigia.alert.desk.DeskHarness.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Decision;
import io.vigia.alert.Outcome;
import io.vigia.alert.budget.FixedThreshold;
import io.vigia.alert.desk.DeskHarness.PolicyBuilder;
import io.vigia.alert.selection.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeskTest {
  private static final Duration NOW = Duration.ZERO;

  @Test
  void aRareCandidateIsAnAlertAndOthersAreBelow() {
    DeskHarness desk = new DeskHarness();
    desk.send(record("rare", 1e-5, NOW));
    desk.send(record("common", 1e-3, NOW));
    assertThat(desk.outcome("rare")).isEqualTo(Outcome.SENT);
    assertThat(desk.outcome("common")).isEqualTo(Outcome.BELOW);
    ObjectNode alert = desk.alerts().get(0);
    assertThat(alert.path("id").asText()).isEqualTo("rare");
    assertThat(alert.path("alert_type").asText()).isEqualTo("initial");
    assertThat(alert.path("far").doubleValue()).isEqualTo(1e-5 * 100);
    assertThat(alert.path("p_value_threshold").doubleValue()).isEqualTo(DeskHarness.THRESHOLD);
  }

  @Test
  void theSameEventTwiceGivesOneAlertAlsoAfterARestart() {
    DeskHarness desk = new DeskHarness();
    desk.send(record("a", 1e-5, NOW));
    desk.restart();
    desk.send(record("a", 1e-5, NOW));
    assertThat(desk.alerts()).hasSize(1);
    assertThat(desk.decisions.get(1).outcome()).isEqualTo(Outcome.DUPLICATE);
  }

  @Test
  void anIdIsForgottenAfterItsHorizonAndTheMemoryStaysSmall() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.remember = Duration.ofHours(1);
    builder.lifeCycle = new LifeCycleRule(Duration.ofHours(1), 10, List.of());
    DeskHarness desk = new DeskHarness(builder);
    for (int i = 0; i < 2_000; i++) {
      desk.send(of("object " + i, record("event " + i, 1e-5, Duration.ofMinutes(i))));
    }
    assertThat(desk.memory.entries()).hasSizeLessThan(3 * 60 * 2);
    desk.send(record("event 0", 1e-5, Duration.ofMinutes(2_000)));
    assertThat(desk.alerts()).as("another event of that name, a day later").hasSize(2_001);
  }

  @Test
  void anEventThatIsHeldIsKnownHoweverLongItWaits() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.allocation = HoldingAllocation.FACTORY;
    assertThat(texts(waitsAndComesAgain(builder).alerts(), "id")).containsExactly("a");
  }

  @Test
  void anEventThatASubscriptionHoldsIsKnownToo() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.subscriptions = List.of(budgeted("hourly", HoldingAllocation.FACTORY));
    assertThat(texts(waitsAndComesAgain(builder).alerts("hourly"), "id")).containsExactly("a");
  }

  @Test
  void anEventThatWaitsInABurstIsKnownToo() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.burst = new Burst(List.of(), Duration.ofHours(1), 3);
    assertThat(texts(waitsAndComesAgain(builder).alerts(), "id")).containsExactly("a");
  }

  /** An event comes again after ids are forgotten, while it still waits somewhere. */
  private static DeskHarness waitsAndComesAgain(PolicyBuilder builder) {
    builder.remember = Duration.ofMinutes(1);
    DeskHarness desk = new DeskHarness(builder);
    desk.send(record("a", 1e-5, NOW));
    forgetAfter(desk, Duration.ofMinutes(30));
    desk.send(record("a", 1e-5, Duration.ofMinutes(30)));
    assertThat(desk.decisions).last().extracting(Decision::outcome).isEqualTo(Outcome.DUPLICATE);
    desk.desk().idle(Duration.ofHours(1));
    assertThat(desk.decisions).as("each has one").hasSize(desk.candidates);
    return desk;
  }

  /** Lets event time come so far, and the desk look at all that it may forget. */
  private static void forgetAfter(DeskHarness desk, Duration after) {
    for (int i = 0; i < 10; i++) {
      desk.desk().advance(DeskHarness.START.plus(after).toEpochMilli());
    }
    assertThat(desk.memory.get("seen/a")).isNull();
  }

  @Test
  void aVerdictOnWhatIsNotHeldDoesNotStopTheDesk() {
    DeskHarness desk = DeskHarness.holding();
    desk.send(record("a", 1e-6, NOW));
    desk.send(record("b", 1e-5, NOW));
    desk.memory.delete("held//a");
    desk.desk().idle(Duration.ofHours(1));
    assertThat(texts(desk.alerts(), "id")).containsExactly("b");
    assertThat(desk.desk().held()).isZero();
  }

  @Test
  void aClockGoneWrongMovesNothing() {
    DeskHarness desk = DeskHarness.holding();
    desk.send(record("a", 1e-5, NOW));
    desk.send(record("b", 1e-5, Duration.ofDays(10_000)), DeskHarness.START);
    assertThat(desk.desk().held()).as("the hour goes on").isEqualTo(2);
    desk.send(record("a", 1e-5, Duration.ofMinutes(1)));
    assertThat(desk.outcome("a")).as("and ids are known").isEqualTo(Outcome.DUPLICATE);
    desk.send(record("c", 1e-5, Duration.ofHours(1)));
    assertThat(texts(desk.alerts(), "id")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whatAClockGoneWrongSentIsForgottenLikeTheOthers() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.remember = Duration.ofDays(1);
    builder.lifeCycle = new LifeCycleRule(Duration.ofDays(1), 10, List.of());
    DeskHarness desk = new DeskHarness(builder);
    desk.send(record("a", 1e-5, NOW));
    desk.send(of("star", record("b", 1e-5, Duration.ofDays(27_000))), DeskHarness.START);
    desk.send(of("star", record("c", 1e-5, Duration.ofHours(1))));
    assertThat(desk.outcome("c")).as("an hour after b").isEqualTo(Outcome.REFRACTORY);
    for (int i = 0; i < 10; i++) {
      desk.desk().advance(DeskHarness.START.plus(Duration.ofDays(3)).toEpochMilli());
    }
    assertThat(desk.memory.entries()).doesNotContainKeys("sent/b", "object//star");
  }

  @Test
  void otherRolesPassByTheThresholdAndLeaveNoTrace() {
    DeskHarness desk = DeskHarness.holding();
    desk.send(record("i", 1e-5, NOW).put("role", "injection"));
    desk.send(record("i", 1e-5, NOW).put("role", "injection"));
    desk.send(record("c", 1e-3, NOW).put("role", "calibration"));
    assertThat(texts(desk.alerts(), "alert_tense")).containsExactly("injection", "injection");
    assertThat(desk.outcome("c")).isEqualTo(Outcome.BELOW);
    assertThat(desk.memory.entries()).isEmpty();
  }

  @Test
  void anUnsupportedContextSpendsNothing() {
    DeskHarness desk = DeskHarness.holding();
    ObjectNode record = record("a", 1e-5, NOW);
    record.putArray("unsupported").add("airmass");
    desk.send(record);
    assertThat(desk.outcome("a")).isEqualTo(Outcome.UNSUPPORTED);
    assertThat(desk.decisions.get(0).reason()).contains("airmass");
    assertThat(desk.desk().held()).isZero();
  }

  @Test
  void whatIsHeldIsSentAtTheEndOfItsPeriodAcrossARestart() {
    DeskHarness desk = DeskHarness.holding();
    desk.send(record("a", 1e-4, NOW));
    desk.send(record("b", 1e-6, NOW));
    desk.send(record("c", 1e-5, NOW));
    assertThat(desk.decisions).isEmpty();
    assertThat(desk.desk().held()).isEqualTo(3);
    desk.restart();
    desk.desk().idle(Duration.ofHours(1));
    assertThat(texts(desk.alerts(), "id")).containsExactly("b", "c");
    assertThat(desk.outcome("a")).isEqualTo(Outcome.BELOW);
    assertThat(desk.desk().held()).isZero();
  }

  @Test
  void ofAnObjectTheRarestOfAPeriodIsHeldForTheOthers() {
    DeskHarness desk = DeskHarness.holding();
    desk.send(of("x", record("x1", 1e-5, NOW)));
    desk.send(of("x", record("x2", 2e-5, NOW)));
    desk.send(of("y", record("y1", 1e-4, NOW)));
    assertThat(desk.outcome("x2")).isEqualTo(Outcome.REFRACTORY);
    desk.desk().idle(Duration.ofHours(1));
    assertThat(texts(desk.alerts(), "id")).containsExactly("x1", "y1");
  }

  @Test
  void oneThatRanksHigherDoesNotWaitForARarerOneOfItsObject() {
    DeskHarness desk = DeskHarness.holding();
    desk.interest.putAll(Map.of("x2", 20.0, "y", 10.0, "z", 10.0));
    desk.send(of("x", record("x1", 1e-5, NOW)));
    desk.send(of("x", record("x2", 2e-5, NOW)));
    desk.send(record("y", 1e-5, NOW));
    desk.send(record("z", 1e-4, NOW));
    desk.desk().idle(Duration.ofHours(1));
    assertThat(texts(desk.alerts(), "id")).as("two an hour").containsExactly("x2", "y");
    assertThat(desk.outcome("x1")).isEqualTo(Outcome.BELOW);
  }

  @Test
  void inATestCrateEverythingIsDecidedAndNothingSent() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.testCrate = true;
    builder.subscriptions = List.of(subscription("all", Selection.ALL, List.of()));
    DeskHarness desk = new DeskHarness(builder);
    desk.send(record("a", 1e-5, NOW));
    assertThat(desk.alerts).isEmpty();
    assertThat(desk.outcome("a")).isEqualTo(Outcome.TEST_CRATE);
    assertThat(desk.decisions.get(0).json(DeskHarness.START).at("/alert/id").asText())
        .isEqualTo("a");
  }

  @Test
  void aPrescaleSendsItsShareAndSaysSo() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.prescale = 10;
    DeskHarness desk = new DeskHarness(builder);
    for (int i = 0; i < 1_000; i++) {
      desk.send(record("event " + i, 1e-5, NOW));
    }
    assertThat(desk.alerts().size()).isBetween(60, 140);
    assertThat(desk.alerts()).allMatch(alert -> alert.path("prescale").asInt() == 10);
    assertThat(desk.decisions).hasSize(1_000);
  }

  @Test
  void alertsThatNoPrescaleThinnedSayNone() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.prescale = 10;
    AllocationFactory all = AllocationFactory.of("all", state -> FixedThreshold.of(1e-2));
    builder.subscriptions = List.of(budgeted("own", all));
    DeskHarness desk = new DeskHarness(builder);
    for (int i = 0; i < 100; i++) {
      desk.send(record("event " + i, 1e-5, NOW));
      desk.send(record("test " + i, 1e-5, NOW).put("role", "test"));
    }
    assertThat(desk.alerts("own")).hasSize(100).noneMatch(alert -> alert.has("prescale"));
    assertThat(desk.alerts())
        .allMatch(alert -> alert.has("prescale") == alert.path("role").asText().equals("physics"));
  }

  @Test
  void anAlertNamesTheWorkingPointsThatItPasses() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.workingPoints.put("loose", 1e-3);
    builder.workingPoints.put("tight", 1e-6);
    DeskHarness desk = new DeskHarness(builder);
    desk.send(record("a", 1e-5, NOW));
    desk.send(record("b", 1e-7, NOW));
    assertThat(desk.alerts().get(0).path("working_points").toString()).isEqualTo("[\"loose\"]");
    assertThat(desk.alerts().get(1).path("working_points")).hasSize(2);
  }

  @Test
  void aRuleHoldsBackUntilItExpiresAndIsNamed() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.suppress =
        List.of(
            new Suppression(
                "hot-tower",
                new Selection("tower == \"B\" && p_value > 1e-6", null, null),
                DeskHarness.START.plus(Duration.ofDays(1)),
                "noisy since 2026-11-20"));
    DeskHarness desk = new DeskHarness(builder);
    desk.send(with(record("held", 1e-5, NOW), "tower", "B"));
    desk.send(with(record("rarer", 1e-7, NOW), "tower", "B"));
    desk.send(with(record("other", 1e-5, NOW), "tower", "A"));
    desk.send(record("none", 1e-5, NOW));
    desk.send(with(record("later", 1e-5, Duration.ofDays(2)), "tower", "B"));
    assertThat(desk.outcome("held")).isEqualTo(Outcome.SUPPRESSED);
    assertThat(desk.decisions.get(0).rule()).isEqualTo("hot-tower");
    assertThat(desk.decisions.get(0).reason()).contains("noisy since 2026-11-20");
    assertThat(texts(desk.alerts(), "id")).containsExactly("rarer", "other", "none", "later");
  }

  @Test
  void aSubscriptionGetsItsPartWithoutWhatIsRedacted() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.subscriptions =
        List.of(subscription("south", new Selection("dec < 0", null, null), List.of("dec")));
    DeskHarness desk = new DeskHarness(builder);
    ObjectNode south = with(with(record("s", 1e-5, NOW), "dec", -3), "mag", 18);
    south.put("sentence", "dec is low");
    south.putArray("contributions").addObject().put("feature", "dec");
    south.withArrayProperty("contributions").addObject().put("feature", "mag");
    desk.send(south);
    desk.send(with(record("n", 1e-5, NOW), "dec", 3));
    assertThat(texts(desk.alerts(), "id")).containsExactly("s", "n");
    assertThat(desk.alerts().get(0).at("/carried/dec").doubleValue()).isEqualTo(-3);
    assertThat(desk.alerts("south")).hasSize(1);
    ObjectNode shown = desk.alerts("south").get(0);
    assertThat(shown.path("subscription").asText()).isEqualTo("south");
    assertThat(shown.toString()).doesNotContain("dec").contains("\"mag\":18");
  }

  @Test
  void aSubscriptionWithABudgetChoosesAmongAllCandidates() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.subscriptions =
        List.of(
            new Subscription(
                "loose",
                new Selection("mag < 20", null, null),
                AllocationFactory.of("loose", state -> FixedThreshold.of(1e-2)),
                null,
                "t",
                List.of(),
                0.2,
                false));
    DeskHarness desk = new DeskHarness(builder);
    desk.send(with(record("bright", 5e-3, NOW), "mag", 18));
    desk.send(with(record("faint", 5e-3, NOW), "mag", 22));
    assertThat(desk.alerts()).isEmpty();
    assertThat(texts(desk.alerts("loose"), "id")).containsExactly("bright");
    assertThat(desk.outcome("bright")).as("the desk's own decision").isEqualTo(Outcome.BELOW);
  }

  @Test
  void candidatesAreDecisionsAndHeldWhateverComes() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.allocation = HoldingAllocation.FACTORY;
    builder.prescale = 2;
    builder.burst = new Burst(List.of("visit"), Duration.ofSeconds(30), 3);
    builder.suppress =
        List.of(new Suppression("q", new Selection("q > 0.8", null, null), null, ""));
    DeskHarness desk = new DeskHarness(builder);
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      ObjectNode record =
          record(
              "event " + random.nextInt(2_500),
              Math.pow(10, -3 - 4 * random.nextDouble()),
              Duration.ofSeconds(10L * i - random.nextInt(100)));
      with(with(record, "visit", i / 4), "q", random.nextDouble());
      desk.send(random.nextBoolean() ? of("object " + random.nextInt(50), record) : record);
      if (i % 97 == 0) {
        desk.restart();
        assertThat(desk.decisions.size() + desk.desk().held()).isEqualTo(desk.candidates);
      }
    }
    desk.desk().idle(Duration.ofHours(2));
    assertThat(desk.desk().held()).isZero();
    assertThat(desk.decisions).hasSize(3_000);
    assertThat(desk.decisions.stream().map(decision -> decision.outcome()).distinct())
        .contains(
            Outcome.SENT,
            Outcome.BELOW,
            Outcome.DUPLICATE,
            Outcome.SUPPRESSED,
            Outcome.REFRACTORY,
            Outcome.GROUPED,
            Outcome.PRESCALED);
  }

  static Subscription budgeted(String name, AllocationFactory budget) {
    return new Subscription(name, Selection.ALL, budget, null, "t." + name, List.of(), 0.2, false);
  }

  static Subscription subscription(String name, Selection selection, List<String> redact) {
    return new Subscription(name, selection, null, null, "t." + name, redact, 0.2, false);
  }
}

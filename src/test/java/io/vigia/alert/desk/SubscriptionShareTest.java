package io.vigia.alert.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.budget.CalendarPeriods;
import io.vigia.alert.budget.FalseAlarmRates;
import io.vigia.alert.desk.DeskHarness.PolicyBuilder;
import io.vigia.alert.selection.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionShareTest {
  private final PolicyBuilder builder = new PolicyBuilder();

  @Test
  void whatMatchesMoreThanItsShareIsRefusedOnceThereAreEnoughAlerts() {
    builder.subscriptions =
        List.of(
            subscription("wide", "mag < 15", false),
            subscription("narrow", "mag < 1", false),
            subscription("forced", "mag < 15", true));
    SubscriptionShare share = new SubscriptionShare(builder.policy());
    for (int i = 0; i < SubscriptionShare.ENOUGH - 1; i++) {
      share.alert(alert(i));
    }
    assertThat(share.refused()).as("too few to tell").isEmpty();
    share.alert(alert(0));
    assertThat(share.refused()).hasSize(1);
    assertThat(share.refused().get(0))
        .contains("subscription wide matches 31 of 50 alerts (0.62)", "force: true");
  }

  @Test
  void retractionsAreNoAlerts() {
    SubscriptionShare share = new SubscriptionShare(builder.policy());
    share.alert(alert(0).put("alert_type", "retraction"));
    assertThat(share.alerts()).isZero();
  }

  @Test
  void aReplaySaysWhatWouldHaveBeenSent() {
    builder.testCrate = true;
    builder.subscriptions =
        List.of(subscription("wide", "mag < 15", false), subscription("other", "mag < 1", false));
    builder.burst = new Burst(List.of(), Duration.ofSeconds(10), 3);
    SubscriptionReplay replay =
        new SubscriptionReplay(
            builder.policy(), new FalseAlarmRates.Terms(60, "day", CalendarPeriods.DAY), "wide");
    for (int i = 0; i < 100; i++) {
      Candidate candidate = Candidate.of(alert(i));
      replay.candidate(candidate, candidate.timeMillis().orElseThrow());
    }
    replay.end();
    assertThat(replay.candidates()).isEqualTo(100);
    assertThat(replay.alerts()).as("one held to the end, too").isEqualTo(100);
    assertThat(replay.sent()).hasSize(60);
    assertThat(replay.refusal()).isPresent();
  }

  @Test
  void aSourceThatExpiredIsSaid() {
    builder.suppress =
        List.of(
            new Suppression(
                "old",
                new Selection("mag < 15", null, null),
                Instant.parse("2026-01-01T00:00:00Z"),
                ""),
            new Suppression("good", new Selection("mag < 15", null, null), null, ""));
    List<String> notes = PolicyNotes.of(builder.policy(), DeskHarness.START);
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0)).contains("alerts.suppress old expired at 2026-01-01");
  }

  /** Every 25 alerts 15 are brighter than 15 mag. */
  private static ObjectNode alert(int i) {
    return DeskHarness.with(
        DeskHarness.record("alert " + i, 1e-5, Duration.ofMinutes(i)), "mag", i % 25);
  }

  private static Subscription subscription(String name, String when, boolean force) {
    return new Subscription(
        name, new Selection(when, null, null), null, null, name, List.of(), 0.2, force);
  }
}

package io.vigia.alert.desk;

import static io.vigia.alert.desk.DeskHarness.of;
import static io.vigia.alert.desk.DeskHarness.record;
import static io.vigia.alert.desk.DeskHarness.texts;
import static io.vigia.alert.desk.DeskHarness.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Outcome;
import io.vigia.alert.desk.DeskHarness.PolicyBuilder;
import io.vigia.alert.selection.Selection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
  private final PolicyBuilder builder = new PolicyBuilder();

  @Test
  void withinTheRefractoryTimeOnlyWhatIsMuchRarerPasses() {
    DeskHarness desk = new DeskHarness();
    desk.send(star("1", 1e-5, Duration.ZERO));
    desk.send(star("2", 9e-6, Duration.ofDays(1)));
    desk.send(star("3", 1e-6, Duration.ofDays(2)));
    desk.send(star("4", 1e-6, Duration.ofDays(3)));
    assertThat(desk.outcome("2")).isEqualTo(Outcome.REFRACTORY);
    assertThat(desk.outcome("4")).isEqualTo(Outcome.REFRACTORY);
    assertThat(texts(desk.alerts(), "id")).containsExactly("1", "3");
    assertThat(texts(desk.alerts(), "alert_type")).containsExactly("initial", "update");
    assertThat(texts(desk.alerts(), "record_number")).containsExactly("1", "2");
  }

  @Test
  void afterTheRefractoryTimeANewEpisodeBeginsAndNumbersGoOn() {
    builder.remember = Duration.ofDays(60);
    DeskHarness desk = new DeskHarness(builder);
    desk.send(star("1", 1e-7, Duration.ZERO));
    desk.send(star("2", 1e-5, Duration.ofDays(31)));
    desk.send(star("3", 1e-6, Duration.ofDays(32)));
    assertThat(texts(desk.alerts(), "alert_type")).containsExactly("initial", "initial", "update");
    assertThat(texts(desk.alerts(), "record_number")).containsExactly("1", "2", "3");
  }

  @Test
  void anotherObjectDoesNotWait() {
    DeskHarness desk = new DeskHarness();
    desk.send(star("1", 1e-5, Duration.ZERO));
    desk.send(of("another", record("2", 1e-5, Duration.ZERO)));
    desk.send(record("3", 1e-5, Duration.ZERO));
    desk.send(record("4", 1e-5, Duration.ZERO));
    assertThat(texts(desk.alerts(), "record_number")).containsExactly("1", "1", "1", "1");
  }

  @Test
  void aValueThatNoAlertOfTheObjectHadIsNews() {
    builder.lifeCycle = new LifeCycleRule(Duration.ofDays(30), 10, List.of("band"));
    DeskHarness desk = new DeskHarness(builder);
    desk.send(with(star("1", 1e-5, Duration.ZERO), "band", "g"));
    desk.send(with(star("2", 1e-5, Duration.ofDays(1)), "band", "g"));
    desk.send(with(star("3", 1e-5, Duration.ofDays(2)), "band", "r"));
    desk.send(with(star("4", 1e-5, Duration.ofDays(3)), "band", "r"));
    assertThat(texts(desk.alerts(), "id")).containsExactly("1", "3");
    assertThat(desk.outcome("4")).isEqualTo(Outcome.REFRACTORY);
  }

  @Test
  void withoutRefractoryTimeEachCandidateIsItsOwnAlert() {
    builder.lifeCycle = new LifeCycleRule(Duration.ZERO, 10, List.of());
    DeskHarness desk = new DeskHarness(builder);
    desk.send(star("1", 1e-5, Duration.ZERO));
    desk.send(star("2", 1e-5, Duration.ZERO));
    assertThat(texts(desk.alerts(), "alert_type")).containsExactly("initial", "initial");
    assertThat(texts(desk.alerts(), "record_number")).containsExactly("1", "2");
  }

  @Test
  void anExpertTakesBackAnAlertByEventOrByObjectOnce() {
    builder.subscriptions = List.of(DeskTest.subscription("all", Selection.ALL, List.of()));
    DeskHarness desk = new DeskHarness(builder);
    desk.send(star("1", 1e-5, Duration.ZERO));
    desk.send(record("2", 1e-5, Duration.ZERO));
    desk.restart();
    assertThat(desk.desk().retract("star", "an aeroplane, says ana")).isTrue();
    assertThat(desk.desk().retract("star", "again")).isFalse();
    assertThat(desk.desk().retract("2", "a glitch")).isTrue();
    assertThat(desk.desk().retract("unknown", "?")).isFalse();
    assertThat(texts(desk.alerts(), "alert_type"))
        .containsExactly("initial", "initial", "retraction", "retraction");
    ObjectNode retraction = desk.alerts().get(2);
    assertThat(retraction.path("id").asText()).isEqualTo("1");
    assertThat(retraction.path("event_name").asText()).isEqualTo("star");
    assertThat(retraction.path("record_number").asInt()).isEqualTo(2);
    assertThat(retraction.path("reason").asText()).isEqualTo("an aeroplane, says ana");
    assertThat(texts(desk.alerts("all"), "alert_type"))
        .containsExactly("initial", "initial", "retraction", "retraction");
  }

  @Test
  void anotherModelThatFindsTheEventCommonTakesItBack() {
    DeskHarness desk = new DeskHarness();
    desk.send(scored("1", 1e-5, "first"));
    desk.send(scored("1", 5e-4, "first"));
    desk.send(scored("1", 5e-4, "second"));
    assertThat(desk.alerts()).as("less than the factor above the threshold").hasSize(1);
    desk.send(scored("1", 5e-3, "third"));
    assertThat(texts(desk.alerts(), "alert_type")).containsExactly("initial", "retraction");
    assertThat(desk.alerts().get(1).path("reason").asText()).contains("third", "0.005");
    assertThat(desk.decisions).hasSize(4);
  }

  private static ObjectNode scored(String id, double pValue, String model) {
    ObjectNode record = star(id, pValue, Duration.ZERO);
    record.putObject("model").put("sha256", model);
    return record;
  }

  private static ObjectNode star(String id, double pValue, Duration after) {
    return of("star", record(id, pValue, after));
  }
}

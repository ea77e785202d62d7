package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.feedback.Feedback;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What feedback changes in the desk, and what it never changes. */
class DeskFeedbackTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private StreamHarness desk;

  @BeforeEach
  void start() throws IOException {
    desk =
        StreamHarness.desk(
            directory,
            """
            version: 1
            name: desk
            source: {topic: desk.events, format: json, event-id: [/event]}
            features: [{name: x, unit: cm}, {name: y, unit: cm}]
            model: unused
            alerts: {pre-cut: 1e-2, threshold: 1e-3}
            kafka: {bootstrap.servers: "localhost:1"}
            """);
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  @Test
  void alertsSayTheInterestAndTheirPValueAndRateStayWhatTheyWere() {
    candidate("1", "x");
    feedback("1", "boring", "x");
    candidate("2", "x");
    candidate("3", "y");
    List<JsonNode> alerts = alerts();
    assertThat(alerts.get(0).has("interest")).isFalse();
    assertThat(alerts.get(1).path("interest").doubleValue()).isEqualTo(0.25);
    assertThat(alerts.get(2).path("interest").doubleValue()).isBetween(0.45, 0.5);
    for (JsonNode alert : alerts) {
      assertThat(alert.path("p_value").doubleValue()).isEqualTo(1e-4);
      assertThat(alert.path("far")).isEqualTo(alerts.get(0).path("far"));
      assertThat(alert.path("p_value_threshold").doubleValue()).isEqualTo(1e-3);
    }
  }

  @Test
  void aWordTakenBackLeavesNoTrace() {
    feedback("1", "interesting", "x");
    feedback("1", "undo", "x");
    candidate("2", "x");
    assertThat(alerts().get(0).has("interest")).isFalse();
  }

  @Test
  void retractTakesTheAlertBackWithTheExpertsNote() {
    candidate("1", "x");
    feedback("1", "retract", "x");
    List<JsonNode> alerts = alerts();
    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(1).path("alert_type").asText()).isEqualTo("retraction");
    assertThat(alerts.get(1).path("id").asText()).isEqualTo("1");
    assertThat(alerts.get(1).toString()).contains("a satellite");
  }

  @Test
  void theOrderFollowsWhatExpertsSaidAndSurvivesARestart() {
    feedback("1", "interesting", "x");
    KeyValueStore<String, byte[]> store = desk.store(DeskTopology.DESK_STORE);
    // What a new task reads.
    DeskFeedback all = new DeskFeedback(new StoredMemory(store), "all");
    double like = all.rank(Candidate.parse(record("2", "x").getBytes(UTF_8)));
    double unlike = all.rank(Candidate.parse(record("3", "y").getBytes(UTF_8)));
    assertThat(like).isGreaterThan(unlike);
    DeskFeedback none = new DeskFeedback(new StoredMemory(store), "none");
    DeskFeedback other = new DeskFeedback(new StoredMemory(store), "ben");
    DeskFeedback own = new DeskFeedback(new StoredMemory(store), "ana");
    Candidate candidate = Candidate.parse(record("2", "x").getBytes(UTF_8));
    assertThat(none.rank(candidate)).isEqualTo(-Math.log(1e-4));
    assertThat(other.rank(candidate)).isEqualTo(-Math.log(1e-4));
    assertThat(own.rank(candidate)).isEqualTo(like);
  }

  @Test
  void theWordsOfManyEventsAreManyEntriesAndAllComeBack() {
    KeyValueStore<String, byte[]> store = desk.store(DeskTopology.DESK_STORE);
    DeskFeedback written = new DeskFeedback(new StoredMemory(store), "all");
    for (int i = 0; i < 250; i++) {
      String label = i % 3 == 0 ? "boring" : "interesting";
      String word =
          "{\"id\":\"e"
              + i
              + "\",\"label\":\""
              + label
              + "\",\"expert\":\"ana\",\"contributions\":"
              + "[{\"feature\":\"x\",\"nats\":9,\"direction\":\"high\"}]}";
      written.take(Feedback.parse(word.getBytes(UTF_8)));
    }
    Candidate candidate = Candidate.parse(record("2", "x").getBytes(UTF_8));
    assertThat(new DeskFeedback(new StoredMemory(store), "all").rank(candidate))
        .isEqualTo(written.rank(candidate))
        .isNotEqualTo(-Math.log(1e-4));
  }

  @Test
  void whatIsNoFeedbackIsADeadLetterThatSaysWhy() {
    send("feedback", "{\"id\":\"1\",\"label\":\"nice\",\"expert\":\"ana\"}");
    List<TestRecord<byte[], byte[]>> letters = desk.output("desk.dead-letters");
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).headers().toString()).contains("vigia.stage");
    assertThat(letters.get(0).value()).asString(UTF_8).contains("nice");
  }

  private void candidate(String id, String feature) {
    send("candidates", record(id, feature));
  }

  private static String record(String id, String feature) {
    return String.format(
        Locale.ROOT,
        "{\"id\":\"%s\",\"p_value\":1e-4,\"role\":\"physics\",\"far\":null,\"contributions\":"
            + "[{\"feature\":\"%s\",\"nats\":7,\"direction\":\"high\"}]}",
        id,
        feature);
  }

  private void feedback(String id, String label, String feature) {
    send(
        "feedback",
        String.format(
            Locale.ROOT,
            "{\"id\":\"%s\",\"label\":\"%s\",\"expert\":\"ana\",\"note\":\"a satellite\","
                + "\"contributions\":"
                + "[{\"feature\":\"%s\",\"nats\":2,\"direction\":\"high\"}]}",
            id,
            label,
            feature));
  }

  private void send(String topic, String value) {
    desk.send("desk." + topic, "k", value);
  }

  private List<JsonNode> alerts() {
    return desk.json("desk.alerts");
  }
}

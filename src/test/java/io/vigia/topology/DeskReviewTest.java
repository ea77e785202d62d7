package io.vigia.topology;

import static io.vigia.topology.StreamHarness.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.Review;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The desk of a topology with a second level. */
class DeskReviewTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private StreamHarness desk;

  private final List<Review.Outcome> outcomes = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    StreamMeter meter =
        new StreamMeter() {
          @Override
          public void reviewed(Review.Outcome outcome) {
            outcomes.add(outcome);
          }
        };
    desk =
        StreamHarness.desk(
            directory,
            """
            version: 1
            name: desk
            source: {topic: desk.events, format: json, event-id: [/event]}
            features: [{name: x, unit: cm}]
            model: unused
            review: {model: unused, wait: 30s}
            alerts: {pre-cut: 1e-2, threshold: 1e-3}
            kafka: {bootstrap.servers: "localhost:1"}
            """,
            meter);
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  @Test
  void anAlertRestsOnBothLevels() {
    candidate("1", 5e-3);
    candidate("2", 1e-4);
    assertThat(alerts()).as("they wait").isEmpty();
    review(0, "1", 2e-4, 5e-3);
    review(1, "2", 8e-3, 1e-4);

    List<JsonNode> alerts = alerts();
    assertThat(alerts).as("the second level moved one up and one down").hasSize(1);
    assertThat(alerts.get(0).path("id").asText()).isEqualTo("1");
    assertThat(alerts.get(0).path("level").intValue()).isEqualTo(2);
    assertThat(alerts.get(0).path("p_value").doubleValue()).isEqualTo(2e-4);
    assertThat(alerts.get(0).path("p_value_1").doubleValue()).isEqualTo(5e-3);
    desk.idle(Duration.ofSeconds(60));
    assertThat(alerts()).as("none goes on twice").isEmpty();
    assertThat(outcomes).isEmpty();
  }

  @Test
  void aDeadSecondLevelHoldsAnAlertUpForItsWaitAndNoLonger() {
    candidate("1", 1e-4);
    desk.idle(Duration.ofSeconds(29));
    assertThat(alerts()).isEmpty();
    desk.idle(Duration.ofSeconds(3));

    JsonNode alert = alerts().get(0);
    assertThat(alert.path("level").intValue()).isEqualTo(1);
    assertThat(alert.path("review").asText()).isEqualTo("late");
    assertThat(alert.path("p_value").doubleValue()).isEqualTo(1e-4);
    assertThat(outcomes).containsExactly(Review.Outcome.LATE);
    review(0, "1", 1e-5, 1e-4);
    assertThat(alerts()).as("a review after that changes nothing").isEmpty();
  }

  @Test
  void whatIsNoCandidateIsADeadLetterOfItsOwnPlace() {
    send("candidates", "nonsense", new RecordHeaders());
    desk.idle(Duration.ofSeconds(40));
    send("reviewed", "{}", new RecordHeaders());

    List<TestRecord<byte[], byte[]>> letters = desk.output("desk.dead-letters");
    assertThat(letters)
        .extracting(letter -> new String(letter.key(), UTF_8))
        .containsExactly("desk.candidates-0-0", "desk.reviewed-0-0");
    assertThat(StreamHarness.header(letters.get(1), "vigia.detail"))
        .contains("vigia.candidate.offset");
  }

  @Test
  void theApplicationsAreAsTheyWere() {
    assertThat(CheckReport.text(desk.spec())).contains("review    unused, waited for PT30S");
    String described = StreamsDescription.text(desk.spec());
    assertThat(described)
        .contains(
            "Source: reviewed (topics: [desk.reviewed])",
            "Processor: await-review (stores: [awaited-reviews])",
            "review: desk-review",
            "Processor: review (stores: [held])",
            "Sink: reviewed (topic: desk.reviewed)");
  }

  private void candidate(String id, double p) {
    send("candidates", json(id, p, ""), new RecordHeaders());
  }

  private void review(long offset, String id, double p, double p1) {
    send(
        "reviewed",
        json(id, p, ",\"level\":2,\"review\":\"done\",\"p_value_1\":" + p1),
        CandidateOffset.headers(offset));
  }

  private static String json(String id, double p, String more) {
    String json = "{\"id\":\"%s\",\"p_value\":%s,\"role\":\"physics\",\"far\":null%s}";
    return String.format(Locale.ROOT, json, id, p, more);
  }

  private void send(String topic, String value, Headers headers) {
    desk.input(
        "desk." + topic,
        new TestRecord<>("key".getBytes(UTF_8), value.getBytes(UTF_8), headers, START));
  }

  private List<JsonNode> alerts() {
    return desk.json("desk.alerts");
  }
}

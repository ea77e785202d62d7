package io.vigia.topology;

import static io.vigia.topology.StreamHarness.START;
import static io.vigia.topology.StreamHarness.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.Decision;
import io.vigia.alert.desk.Arrival;
import io.vigia.alert.desk.Desk;
import io.vigia.alert.desk.DeskKnowledge;
import io.vigia.alert.desk.DeskOutlet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskTopologyTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private StreamHarness desk;

  @BeforeEach
  void start() throws IOException {
    start("");
  }

  private void start(String more) throws IOException {
    desk =
        StreamHarness.desk(
            directory,
            """
            version: 1
            name: desk
            source: {topic: desk.events, format: json, event-id: [/event]}
            features: [{name: x, unit: cm}]
            carry: [visit]
            model: unused
            alerts: {pre-cut: 1e-2, threshold: 1e-3%s
            kafka: {bootstrap.servers: "localhost:1"}
            """
                .formatted(more.isEmpty() ? "}" : more));
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  @Test
  void aCandidateUnderTheThresholdIsAnAlertAndOthersAreNot() {
    candidate("1", 5e-3, "physics");
    candidate("2", 1e-3, "physics");
    candidate("3", 1e-4, "injection");

    List<TestRecord<byte[], byte[]>> alerts = output("alerts");
    assertThat(alerts).hasSize(2);
    JsonNode first = json(alerts.get(0));
    assertThat(first.path("id").asText()).isEqualTo("2");
    assertThat(first.path("alert_type").asText()).isEqualTo("initial");
    assertThat(first.path("alert_tense").asText()).isEqualTo("current");
    assertThat(first.path("far").isNull()).as("no rate is known yet").isTrue();
    assertThat(first.path("p_value_threshold").doubleValue()).isEqualTo(1e-3);
    assertThat(alerts.get(0).key()).asString(UTF_8).isEqualTo("key 2");
    assertThat(json(alerts.get(1)).path("alert_tense").asText()).isEqualTo("injection");
  }

  @Test
  void falseAlarmRateIsPValueTimesRateOverAllPartitions() {
    tally(0, START, 1_000);
    tally(1, START, 500);
    tally(0, START.plusSeconds(1), 1_100);
    tally(1, START.plusSeconds(1), 800);
    candidate("1", 1e-4, "physics");

    JsonNode alert = json(output("alerts").get(0));
    assertThat(alert.path("far").doubleValue()).isCloseTo(1e-4 * (100 + 300), within(1e-12));
  }

  @Test
  void whatIsNoCandidateAndNoTallyIsADeadLetter() {
    send("candidates", "k", "nonsense");
    send("candidates", "k", "{\"id\":\"1\",\"p_value\":0.1,\"role\":\"king\"}");
    send("tallies", "k", "{\"time\":\"yesterday\"}");
    candidate("9", 1e-4, "physics");

    List<TestRecord<byte[], byte[]>> letters = output("dead-letters");
    assertThat(letters).hasSize(3);
    for (TestRecord<byte[], byte[]> letter : letters) {
      assertThat(letter.headers().lastHeader("vigia.stage").value())
          .asString(UTF_8)
          .isEqualTo("desk");
    }
    assertThat(letters.get(0).value()).asString(UTF_8).isEqualTo("nonsense");
    assertThat(letters.get(2).key()).asString(UTF_8).isEqualTo("desk.tallies-0-0");
    assertThat(output("alerts")).as("the stream goes on").hasSize(1);
  }

  @Test
  void everyCandidateHasOneDecision() {
    candidate("1", 5e-3, "physics");
    candidate("2", 1e-4, "physics");
    candidate("2", 1e-4, "physics");
    candidate("3", 1e-4, "test");

    List<TestRecord<byte[], byte[]>> decisions = output("decisions");
    assertThat(decisions.stream().map(one -> json(one).path("outcome").asText()))
        .containsExactly("below", "sent", "duplicate", "sent");
    JsonNode first = json(decisions.get(0));
    assertThat(first.path("id").asText()).isEqualTo("1");
    assertThat(first.path("p_value_threshold").doubleValue()).isEqualTo(1e-3);
    assertThat(first.path("time").asText()).isEqualTo("2026-11-24T00:00:00Z");
    assertThat(decisions.get(0).key()).asString(UTF_8).isEqualTo("key 1");
    assertThat(output("alerts")).hasSize(2);
  }

  @Test
  void whatIsHeldIsCountedAndReleasedByTheClockWhereTheStreamIsIdle() throws IOException {
    desk.close();
    start(", burst: {by: [visit], within: 20s, from: 3}}");
    for (int i = 0; i < 2; i++) {
      candidate("a" + i, 1e-4, "physics");
    }
    desk.idle(Duration.ofSeconds(5));
    JsonNode beat = last("heartbeat");
    assertThat(beat.path("held").asInt()).isEqualTo(2);
    assertThat(beat.path("decisions")).isEmpty();

    KeyValueStore<String, byte[]> store = desk.store(DeskTopology.DESK_STORE);
    StoredMemory memory = new StoredMemory(store);
    assertThat(new Desk(desk.spec().desk(), new NoKnowledge(), memory, new Nowhere()).held())
        .as("by another desk over the same store, as after a restart")
        .isEqualTo(2);

    desk.idle(Duration.ofSeconds(30));
    assertThat(output("alerts")).hasSize(2);
    beat = last("heartbeat");
    assertThat(beat.path("held").asInt()).isZero();
    assertThat(beat.at("/decisions/sent").asInt()).isEqualTo(2);
    assertThat(beat.path("candidates").asInt()).isEqualTo(2);
  }

  @Test
  void aSubscriptionHasATopicOfItsOwn() throws IOException {
    desk.close();
    start(
        "}\nsubscriptions:\n  - {name: mine, when: visit == 7, redact: [visit]}\n"
            + "  - {name: other, when: visit == 8, topic: elsewhere}");
    candidate("1", 1e-4, "physics");
    List<TestRecord<byte[], byte[]>> mine = output("alerts.mine");
    assertThat(mine).hasSize(1);
    assertThat(json(mine.get(0)).path("subscription").asText()).isEqualTo("mine");
    assertThat(json(mine.get(0)).at("/carried/visit").isMissingNode()).isTrue();
    assertThat(output("alerts")).hasSize(1);
  }

  @Test
  void heartbeatCountsAndFallsSilentWithTheStream() {
    tally(0, START, 0);
    tally(0, START.plusSeconds(1), 200);
    candidate("1", 5e-3, "physics");
    candidate("2", 1e-4, "physics");
    desk.idle(Duration.ofSeconds(5));
    JsonNode beat = last("heartbeat");
    assertThat(beat.path("candidates").longValue()).isEqualTo(2);
    assertThat(beat.path("alerts").longValue()).isEqualTo(1);
    assertThat(beat.path("physics_hertz").doubleValue()).isEqualTo(200);
    assertThat(beat.path("last_candidate").asText()).isEqualTo("2026-11-24T00:00:07Z");

    desk.idle(Duration.ofSeconds(600));
    assertThat(last("heartbeat").path("physics_hertz").doubleValue()).isLessThan(2);
  }

  private void candidate(String id, double p, String role) {
    String json =
        "{\"id\":\"%s\",\"p_value\":%s,\"role\":\"%s\",\"far\":null,"
            + "\"carried\":{\"visit\":7}}";
    send("candidates", "key " + id, String.format(java.util.Locale.ROOT, json, id, p, role));
  }

  private void tally(int partition, Instant time, long physics) {
    String json =
        "{\"time\":\"%s\",\"topic\":\"desk.events\",\"partition\":%d,\"received\":%d,"
            + "\"scored_by_role\":{\"physics\":%d}}";
    send(
        "tallies",
        "desk.events-" + partition,
        String.format(java.util.Locale.ROOT, json, time, partition, physics, physics));
  }

  private void send(String topic, String key, String value) {
    desk.input(
        "desk." + topic,
        new TestRecord<>(key.getBytes(UTF_8), value.getBytes(UTF_8), START.plusSeconds(7)));
  }

  private List<TestRecord<byte[], byte[]>> output(String topic) {
    return desk.output("desk." + topic);
  }

  private static final class NoKnowledge implements DeskKnowledge {
    @Override
    public Instant now() {
      return START;
    }

    @Override
    public void addRates(Candidate candidate, ObjectNode alert) {
      // None is known.
    }
  }

  private static final class Nowhere implements DeskOutlet {
    @Override
    public void decided(Arrival arrival, Decision decision) {
      throw new AssertionError(decision);
    }

    @Override
    public void alert(String subscription, Arrival arrival, ObjectNode alert) {
      throw new AssertionError(alert);
    }
  }

  private JsonNode last(String topic) {
    List<TestRecord<byte[], byte[]>> records = output(topic);
    return json(records.get(records.size() - 1));
  }
}

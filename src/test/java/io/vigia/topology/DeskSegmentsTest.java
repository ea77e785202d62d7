package io.vigia.topology;

import static io.vigia.topology.StreamHarness.START;
import static io.vigia.topology.StreamHarness.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a topic of others says of segments and times, from record to decision and rate. */
class DeskSegmentsTest {
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
            source: {topic: desk.events, event-id: [/event]}
            features: [{name: x}]
            segments: {topic: lhc.quality, max-gap: 3600}
            alerts: {pre-cut: 1e-2, threshold: 1e-3}
            """);
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  private void send(String topic, String json) {
    desk.send(topic, "k", json);
  }

  private static Instant at(long second) {
    return START.plusSeconds(second);
  }

  private void candidate(String id, long second, String segment) {
    send(
        "desk.candidates",
        String.format(
            Locale.ROOT,
            """
            {"id":"%s","trigger_time":"%s","p_value":1e-4,"role":"physics",\
            "model":{"sha256":"ab"},"segment":"%s"}""",
            id,
            at(second),
            segment));
  }

  /** Ten events a second. */
  private void tally(long fromSecond, long toSecond) {
    send(
        "desk.tallies",
        String.format(
            Locale.ROOT,
            """
            {"time":"%2$s","topic":"desk.events","partition":0,"received":1,\
            "scored_by_role":{"physics":1},"model":"ab","last_event_time":"%2$s",\
            "exposure":{"weighted_physics":%3$d,"live":[["%1$s","%2$s"]]}}""",
            at(fromSecond),
            at(toSecond),
            10 * (toSecond - fromSecond)));
  }

  private void segments(String tail) {
    send(
        "desk.tallies",
        String.format(
            Locale.ROOT,
            """
            {"time":"%1$s","topic":"desk.events","partition":0,"received":1,\
            "scored_by_role":{"physics":1},"model":"ab","last_event_time":"%1$s",\
            "exposure":{"weighted_physics":300,"live":[],"segments":[%2$s]}}""",
            at(100),
            tail));
  }

  private static String segment(String id, int events) {
    return String.format(
        Locale.ROOT,
        "{\"id\":\"%s\",\"seconds\":10,\"events\":%2$d,\"weighted_physics\":%2$d}",
        id,
        events);
  }

  private void word(String what, boolean good) {
    send("lhc.quality", "{" + what + ",\"good\":" + good + "}");
  }

  private static String time(long from, long to) {
    return "\"from\":\"" + at(from) + "\",\"to\":\"" + at(to) + "\"";
  }

  @Test
  void aCandidateOfWhatIsSaidToBeBadIsHeldBackAndTheLastWordWins() {
    word("\"segment\":\"7:2\"", false);
    word(time(100, 200), false);
    candidate("good", 0, "7:1");
    candidate("of a bad segment", 1, "7:2");
    candidate("of a bad time", 150, "7:3");
    word("\"segment\":\"7:2\"", true);
    word(time(100, 160), true);
    candidate("of a segment that is good again", 2, "7:2");
    candidate("of a time that is good again", 150, "7:3");
    candidate("of a time that is still bad", 160, "7:3");

    List<JsonNode> decisions = desk.json("desk.decisions");
    assertThat(decisions.stream().map(one -> one.path("outcome").asText()))
        .containsExactly("sent", "suppressed", "suppressed", "sent", "sent", "suppressed");
    assertThat(decisions.get(1).path("rule").asText()).isEqualTo("segments");
    assertThat(decisions.get(1).path("reason").asText())
        .isEqualTo("segment 7:2 was said to be bad");
    assertThat(decisions.get(2).path("reason").asText())
        .isEqualTo("2026-11-24T00:02:30Z is in a time that was said to be bad");
  }

  @Test
  void timeThatIsSaidToBeBadIsNotLive() {
    word(time(600, 900), false);
    tally(0, 590);
    tally(590, 800); // ends in bad time: its events do not count
    tally(800, 1_000);
    candidate("a", 1_000, "7:1");

    double live = 1_000 - 300;
    double events = 10 * (590 + 200);
    assertThat(desk.json("desk.alerts").get(0).path("far").asDouble())
        .isCloseTo(1e-4 * events / live, within(1e-12));
  }

  @Test
  void aLateWordLeavesWhatWasCounted() {
    tally(0, 600);
    candidate("a", 600, "7:1");
    word(time(0, 300), false);
    tally(0, 600);
    candidate("b", 601, "7:1");

    List<JsonNode> alerts = desk.json("desk.alerts");
    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(1).path("far").asDouble())
        .as("twice the events in the same live time")
        .isCloseTo(2 * alerts.get(0).path("far").asDouble(), within(1e-12));
  }

  @Test
  void aBadSegmentHasNeitherTimeNorEvents() {
    word("\"segment\":\"7:2\"", false);
    segments(segment("7:1", 100) + "," + segment("7:2", 170) + "," + segment("7:3", 30));
    candidate("a", 101, "7:3");

    assertThat(desk.json("desk.alerts").get(0).path("far").asDouble())
        .isCloseTo(1e-4 * 130 / 20, within(1e-12));
  }

  @Test
  void aWordThatCannotBeReadIsADeadLetter() {
    send("lhc.quality", "{\"segment\":\"7:2\"}");
    desk.idle(Duration.ofSeconds(1));

    List<TestRecord<byte[], byte[]>> letters = desk.output("desk.dead-letters");
    assertThat(letters).hasSize(1);
    assertThat(header(letters.get(0), "vigia.stage")).isEqualTo("desk");
    assertThat(header(letters.get(0), "vigia.origin.topic")).isEqualTo("lhc.quality");
    assertThat(header(letters.get(0), "vigia.detail")).contains("allowed: {\"segment\": NAME");
  }

  @Test
  void theTopicIsNamedAndNotOurs() {
    assertThat(CheckReport.text(desk.spec())).contains("lhc.quality").contains("it must exist");
    assertThat(TopicNames.of(desk.spec()).managed())
        .noneMatch(topic -> topic.name().equals("lhc.quality"));
  }
}

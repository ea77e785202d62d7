package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.model.GaussianBundle;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tallies and candidates say of live time, segments and weights. */
class ExposureTopologyTest {
  private static final String YAML =
      """
      version: 1
      name: plane
      source: {topic: plane.events, event-id: [/event], time: {field: /t, unit: s}}
      roles: {injection: "inj == 1"}
      select: {inside: "abs(x) < 50"}
      features: [{name: x}, {name: y}]
      weight: prescale
      samples: {rate: 0}
      alerts: {pre-cut: 1e-2, threshold: 1e-3}
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private StreamHarness score;

  private int event;

  private void start(String more) throws IOException {
    TopologySpec spec = WrittenTopology.read(directory, YAML + more);
    ScoringModel model =
        ScoringModel.of(new StoredBundle(GaussianBundle.of(spec.features()), "ab"));
    score = StreamHarness.of(spec, ScoreTopology.of(spec, model, StreamMeter.NONE), directory);
  }

  @AfterEach
  void stop() {
    score.close();
  }

  private void send(double time, double x, String more) {
    String json =
        "{\"event\":"
            + event++
            + ",\"t\":"
            + time
            + ",\"x\":"
            + x
            + ",\"y\":0,\"inj\":0"
            + more
            + "}";
    score.send("plane.events", "k", json);
  }

  private JsonNode tally() {
    score.idle(Duration.ofSeconds(1));
    List<JsonNode> tallies = score.json("plane.tallies");
    return tallies.get(tallies.size() - 1);
  }

  @Test
  void aTallyTellsTheTimeThatPhysicsEventsCoverAndTheirWeights() throws IOException {
    start("");
    send(0, 0, ",\"prescale\":10");
    send(50, 60, ",\"prescale\":10"); // Fails the cut: the stream was watched.
    send(100, 0, ",\"prescale\":1");
    send(5_000, 0, ",\"prescale\":1");

    JsonNode tally = tally();

    assertThat(tally.get("weighted_physics").asDouble()).isEqualTo(12);
    assertThat(tally.at("/exposure/live").toString())
        .isEqualTo(
            """
            [["1970-01-01T00:00:00Z","1970-01-01T00:01:40Z"],\
            ["1970-01-01T01:23:20Z","1970-01-01T01:23:20Z"]]""");
    assertThat(tally.get("model").asText()).isEqualTo("ab");
  }

  @Test
  void eventsOfOtherRolesAreNoExposure() throws IOException {
    start("");
    send(0, 0, ",\"prescale\":1");
    send(50, 0, ",\"prescale\":1,\"inj\":1");

    assertThat(tally().at("/exposure/live").toString())
        .isEqualTo("[[\"1970-01-01T00:00:00Z\",\"1970-01-01T00:00:00Z\"]]");
  }

  @Test
  void aWeightThatIsMissingOrBelowOneIsADeadLetter() throws IOException {
    start("");
    send(0, 0, "");
    send(0, 0, ",\"prescale\":0");

    assertThat(score.json("plane.scores")).isEmpty();
    assertThat(score.output("plane.dead-letters"))
        .extracting(letter -> StreamHarness.header(letter, "vigia.reason"))
        .containsExactly("missing-field", "not-finite");
  }

  @Test
  void aCandidateSaysItsWeightAndItsSegment() throws IOException {
    start("segments: {id: [/run, /lumi]}\n");
    send(0, 7, ",\"prescale\":10,\"run\":146436,\"lumi\":12");
    send(0, 7, ",\"prescale\":1,\"run\":146436");

    List<JsonNode> candidates = score.json("plane.candidates");

    assertThat(candidates.get(0).get("weight").asDouble()).isEqualTo(10);
    assertThat(candidates.get(0).get("segment").asText()).isEqualTo("146436:12");
    assertThat(candidates.get(0).has("segment_good")).isFalse();
    assertThat(candidates.get(1).has("weight")).isFalse();
    assertThat(candidates.get(1).has("segment")).isFalse();
    assertThat(candidates.get(1).get("segment_good").asBoolean(true)).isFalse();
  }

  @Test
  void onlyGoodSegmentsAreLive() throws IOException {
    Path good = Files.writeString(directory.resolve("good.json"), "{\"146436\": [[1, 12]]}");
    start("segments: {id: [/run, /lumi], seconds: 23.31, good-runs: " + good + "}\n");
    for (int lumi = 11; lumi <= 13; lumi++) {
      send(lumi, 0, ",\"prescale\":2,\"run\":146436,\"lumi\":" + lumi);
    }
    send(14, 0, ",\"prescale\":2,\"run\":146437,\"lumi\":1");

    JsonNode tally = tally();

    assertThat(tally.at("/exposure/segments").toString())
        .isEqualTo(
            """
            [{"id":"146436:11","seconds":23.31,"events":1,"weighted_physics":2.0},\
            {"id":"146436:12","seconds":23.31,"events":1,"weighted_physics":2.0}]""");
    assertThat(tally.at("/exposure/live")).isEmpty();
    assertThat(tally.get("weighted_physics").asDouble()).isEqualTo(4);
    assertThat(tally.at("/scored_by_role/physics").asInt()).isEqualTo(4);
  }

  @Test
  void aConditionTellsGoodTimeToo() throws IOException {
    start("segments: {good: \"state == 3\", max-gap: 10}\n");
    send(0, 0, ",\"prescale\":1,\"state\":3");
    send(8, 0, ",\"prescale\":1,\"state\":3");
    send(16, 0, ",\"prescale\":1,\"state\":2");

    assertThat(tally().at("/exposure/live").toString())
        .isEqualTo("[[\"1970-01-01T00:00:00Z\",\"1970-01-01T00:00:08Z\"]]");
  }

  @Test
  void driftIsWatchedInScoredPhysicsEventsOfGoodTimeAlone() throws IOException {
    start("segments: {good: \"state == 3\", max-gap: 10}\n");
    send(0, 0, ",\"prescale\":1,\"state\":3");
    send(1, 7, ",\"prescale\":1,\"state\":3");
    send(2, 7, ",\"prescale\":1,\"state\":2"); // A bad time full of candidates.
    send(3, 7, ",\"prescale\":1,\"state\":2");
    send(4, 7, ",\"prescale\":1,\"state\":3,\"inj\":1");
    send(5, 60, ",\"prescale\":1,\"state\":3"); // Fails the cut.

    JsonNode tally = tally();

    assertThat(tally.get("watched").toString()).isEqualTo("{\"scored\":2,\"candidates\":1}");
    assertThat(tally.at("/candidates_by_role/physics").asInt()).isEqualTo(3);
  }

  @Test
  void aReplayTellsItsExposureAsEventTimePasses() throws IOException {
    start("");
    for (int i = 0; i < 2_500; i++) {
      send(i, 0, ",\"prescale\":1");
    }

    List<JsonNode> tallies = score.json("plane.tallies");

    assertThat(tallies).hasSize(2);
    assertThat(tallies.get(1).at("/exposure/weighted_physics").asDouble())
        .isCloseTo(1_000, within(1e-9));
  }
}

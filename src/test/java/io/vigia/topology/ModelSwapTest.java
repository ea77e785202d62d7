package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.event.Origin;
import io.vigia.model.GaussianBundle;
import io.vigia.model.GaussianFlow;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.Activation;
import io.vigia.retrain.Cutover;
import io.vigia.retrain.RetrainJson;
import io.vigia.scoring.HeldModels;
import io.vigia.scoring.Score;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle takes the place of another, from the topic of commands to scores and cut-overs. */
class ModelSwapTest {
  private static final String YAML =
      """
      version: 1
      name: plane
      source: {topic: plane.events, format: json, event-id: [/event]}
      features: [{name: x, unit: cm}]
      alerts: {pre-cut: 1e-2, threshold: 1e-3}
      kafka: {bootstrap.servers: "localhost:1"}
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private final HeldModels published = new HeldModels();
  private final ModelBoard board = new ModelBoard();
  private int sent;

  @SuppressWarnings("NullAway.Init")
  private TopologySpec spec;

  @SuppressWarnings("NullAway.Init")
  private StreamHarness score;

  @BeforeEach
  void start() throws IOException {
    spec = WrittenTopology.read(directory, YAML);
    ServedModels models = new ServedModels(model("narrow", 1), published);
    score =
        StreamHarness.of(
            spec, ScoreTopology.of(spec, () -> models, board, StreamMeter.NONE), directory);
  }

  @AfterEach
  void stop() {
    score.close();
  }

  @Test
  void bundleScoresFromTheNextEventOnByItsOwnCalibration() {
    published.put(model("wide", 10));
    event(6);
    activate(1, "wide");
    event(6);

    List<JsonNode> scores = score.json("plane.scores");
    assertThat(sha256(scores.get(0))).isEqualTo("narrow");
    assertThat(nll(scores.get(0))).isCloseTo(GaussianFlow.nll(1, 6), within(1e-5));
    assertThat(scores.get(0).path("p_value").doubleValue()).isEqualTo(1e-4);
    assertThat(sha256(scores.get(1))).isEqualTo("wide");
    assertThat(nll(scores.get(1))).isCloseTo(GaussianFlow.nll(10, 6), within(1e-5));
    assertThat(scores.get(1).path("p_value").doubleValue()).isBetween(0.5, 0.6);
    assertThat(scores.get(1).path("model").path("version").asText()).isEqualTo("wide");
    assertThat(score.json("plane.candidates")).hasSize(1);
  }

  @Test
  void cutOverIsWrittenWithTheFirstOffsetOfEachBundle() {
    published.put(model("wide", 10));
    event(0);
    event(0);
    activate(4, "wide");
    event(0);

    assertThat(cutovers())
        .containsExactly(cutover(0, 0, "narrow"), cutover(2, 4, "wide"))
        .allSatisfy(
            one -> assertThat(one.timeMillis()).isEqualTo(StreamHarness.START.toEpochMilli()));
  }

  @Test
  void commandBeforeTheFirstEventHoldsForIt() {
    published.put(model("wide", 10));
    activate(1, "wide");
    event(0);

    assertThat(score.json("plane.scores"))
        .extracting(ModelSwapTest::sha256)
        .containsExactly("wide");
    assertThat(CutoverHistory.of(cutovers()).at(0, 0).map(Cutover::sha256)).contains("wide");
  }

  @Test
  void countsAreToldUnderTheBundleThatTheyAreOf() {
    published.put(model("wide", 10));
    event(0);
    event(0);
    activate(1, "wide");
    event(0);
    score.idle(Duration.ofSeconds(1));

    List<JsonNode> tallies = score.json("plane.tallies");
    assertThat(tallies)
        .extracting(tally -> tally.path("model").asText())
        .containsExactly("narrow", "wide");
    assertThat(tallies)
        .extracting(tally -> tally.path("exposure").path("weighted_physics").doubleValue())
        .containsExactly(2.0, 1.0);
  }

  @Test
  void bundleThatIsNotAtHandIsWaitedForWhileTheOldOneScores() {
    event(0);
    activate(1, "wide");
    event(0);
    assertThat(board.warnings())
        .containsExactly(
            "the model gauss/wide (wide) was activated and is not at hand yet, partitions [0]");

    published.put(model("wide", 10));
    score.idle(Duration.ofSeconds(1));
    event(0);

    assertThat(score.json("plane.scores"))
        .extracting(ModelSwapTest::sha256)
        .containsExactly("narrow", "narrow", "wide");
    assertThat(board.warnings()).isEmpty();
    assertThat(board.statuses()).extracting(ModelStatus::sequence).containsExactly(1L);
  }

  @Test
  void refusedBundleLeavesTheOldOneAndALaterCommandReplacesIt() {
    published.refuse("broken", "weights.safetensors has another sha256 than its card says");
    published.put(model("wide", 10));
    activate(1, "broken");
    event(0);
    assertThat(board.warnings())
        .singleElement()
        .asString()
        .contains("gauss/broken", "another sha256", "the old one stays");

    activate(2, "wide");
    event(0);

    assertThat(score.json("plane.scores"))
        .extracting(ModelSwapTest::sha256)
        .containsExactly("narrow", "wide");
    assertThat(cutovers()).extracting(Cutover::sequence).containsExactly(0L, 2L);
    assertThat(board.warnings()).isEmpty();
  }

  @Test
  void bundleOfOtherFeaturesIsRefused() throws IOException {
    TopologySpec other =
        WrittenTopology.read(directory, YAML.replace("{name: x, unit: cm}", "{name: x, unit: mm}"));
    published.put(ScoringModel.of(new StoredBundle(GaussianBundle.of(other.features()), "other")));
    activate(1, "other");
    event(0);

    assertThat(score.json("plane.scores"))
        .extracting(ModelSwapTest::sha256)
        .containsExactly("narrow");
    assertThat(board.warnings()).singleElement().asString().contains("[mm]", "[cm]");
  }

  @Test
  void lowerSequenceIsIgnored() {
    published.put(model("wide", 10));
    activate(5, "wide");
    activate(4, "narrow");
    event(0);

    assertThat(score.json("plane.scores"))
        .extracting(ModelSwapTest::sha256)
        .containsExactly("wide");
  }

  @Test
  void commandThatIsNoneBecomesADeadLetterAndNoOutcome() {
    score.send("plane.activations", Activation.KEY, "{\"sequence\":0}");
    event(0);
    score.idle(Duration.ofSeconds(1));

    TestRecord<byte[], byte[]> letter = score.output("plane.dead-letters").get(0);
    assertThat(StreamHarness.header(letter, "vigia.origin.topic")).isEqualTo("plane.activations");
    assertThat(StreamHarness.header(letter, "vigia.reason")).isEqualTo("malformed");
    assertThat(letter.timestamp()).isEqualTo(StreamHarness.START.toEpochMilli());
    JsonNode tally = score.json("plane.tallies").get(0);
    assertThat(tally.path("received").longValue()).isEqualTo(1);
    assertThat(tally.path("dead_lettered").longValue()).isZero();
  }

  @Test
  void replayThatObeysTheCutOversScoresTheSame() throws Exception {
    Stream.of(model("narrow", 1), model("a", 2), model("b", 5)).forEach(published::put);
    Random random = new Random(11);
    List<String> events = new ArrayList<>();
    for (int i = 0, sequence = 1; i < 300; i++) {
      if (random.nextInt(20) == 0) {
        activate(sequence++, List.of("narrow", "a", "b").get(random.nextInt(3)));
      }
      events.add(event(3 * random.nextGaussian()));
    }

    CutoverHistory history = CutoverHistory.of(cutovers());
    List<String> replayed = new ArrayList<>();
    for (int offset = 0; offset < events.size(); offset++) {
      Cutover cutover = history.at(0, offset).orElseThrow();
      EventScorer scorer = EventScorer.of(spec, published.model(cutover.sha256()).orElseThrow());
      scorer.read(events.get(offset).getBytes(UTF_8));
      Score one = scorer.score();
      Origin origin = new Origin("plane.events", 0, offset, StreamHarness.START.toEpochMilli());
      replayed.add(new String(scorer.scoreRecord(one, origin), UTF_8));
    }

    assertThat(history.of(0)).hasSizeGreaterThan(8);
    assertThat(
            score.output("plane.scores").stream().map(record -> new String(record.value(), UTF_8)))
        .containsExactlyElementsOf(replayed);
  }

  private ScoringModel model(String name, double width) {
    return ScoringModel.of(new StoredBundle(GaussianBundle.of(spec.features(), name, width), name));
  }

  private String event(double x) {
    String event = String.format(Locale.ROOT, "{\"event\":%d,\"x\":%s}", sent++, x);
    score.send("plane.events", "", event);
    return event;
  }

  private void activate(long sequence, String name) {
    Activation activation = new Activation(sequence, "gauss", name, name, "test", "why not", 0);
    score.send("plane.activations", Activation.KEY, RetrainJson.text(activation));
  }

  private List<Cutover> cutovers() {
    return score.output("plane.cutovers").stream()
        .map(record -> RetrainJson.parse(record.value(), Cutover.class))
        .toList();
  }

  private static Cutover cutover(long offset, long sequence, String name) {
    return new Cutover(
        "plane.events",
        0,
        offset,
        sequence,
        "gauss",
        name,
        name,
        StreamHarness.START.toEpochMilli());
  }

  private static String sha256(JsonNode score) {
    return score.path("model").path("sha256").asText();
  }

  private static double nll(JsonNode score) {
    return score.path("nll").doubleValue();
  }
}

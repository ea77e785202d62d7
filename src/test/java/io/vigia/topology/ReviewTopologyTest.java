package io.vigia.topology;

import static io.vigia.topology.StreamHarness.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.Review;
import io.vigia.model.GaussianBundle;
import io.vigia.model.ModelBundle;
import io.vigia.model.Passed;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.Score;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewTopologyTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double PRE_CUT = 1e-2;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private final Counting meter = new Counting();

  @SuppressWarnings("NullAway.Init")
  private TopologySpec spec;

  @SuppressWarnings("NullAway.Init")
  private ScoringModel firstLevel;

  @SuppressWarnings("NullAway.Init")
  private ScoringModel secondLevel;

  private @Nullable StreamHarness stream;

  private static final class Counting implements StreamMeter {
    final List<Review.Outcome> outcomes = new ArrayList<>();
    final List<Integer> batches = new ArrayList<>();

    @Override
    public void reviewed(Review.Outcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public void reviewBatch(int rows, long nanos) {
      batches.add(rows);
    }
  }

  @BeforeEach
  void read() throws IOException {
    spec =
        WrittenTopology.read(
            directory,
            """
            version: 1
            name: deep
            source: {topic: deep.events, format: json, event-id: [/event]}
            features: [{name: x, unit: cm}, {name: y, unit: cm}]
            context: [{name: seeing}]
            model: unused
            review: {model: unused}
            alerts: {pre-cut: 1e-2, threshold: 1e-3}
            kafka: {bootstrap.servers: "localhost:1"}
            """);
    firstLevel = model(null, "f1");
    secondLevel = model(new Passed(PRE_CUT, "f1"), "5e");
  }

  @AfterEach
  void stop() {
    if (stream != null) {
      stream.close();
    }
  }

  private ScoringModel model(@Nullable Passed passed, String sha256) {
    ModelBundle gauss = GaussianBundle.of(spec.features());
    return ScoringModel.of(
        new StoredBundle(
            gauss.recalibrated(gauss.version(), gauss.calibrations(), gauss.provenance(), passed),
            sha256));
  }

  private void start() {
    SecondLevel level = SecondLevel.of(spec, secondLevel, firstLevel.identity());
    stream = StreamHarness.of(spec, ReviewTopology.of(spec, level, meter), directory);
  }

  @Test
  void pValueIsThePreCutTimesThatAmongEventsThatPassed() throws IOException {
    start();
    candidate("1", 2, -3, 1.5);
    let();

    TestRecord<byte[], byte[]> record = reviewed().get(0);
    Score score = Objects.requireNonNull(secondLevel.newScorer().score(new float[] {2, -3, 1.5f}));
    JsonNode review = MAPPER.readTree(record.value());
    assertThat(review.path("p_value").doubleValue()).isEqualTo(PRE_CUT * score.pValue());
    assertThat(review.path("p_value_1").doubleValue()).isEqualTo(5e-3);
    assertThat(review.path("p_value_method").asText()).isEqualTo(score.method().label());
    assertThat(review.path("level").intValue()).isEqualTo(2);
    assertThat(review.path("review").asText()).isEqualTo("done");
    assertThat(review.at("/second_level/nll").doubleValue()).isEqualTo(score.nll());
    assertThat(review.at("/second_level/p_value").doubleValue()).isEqualTo(score.pValue());
    assertThat(review.at("/second_level/model/sha256").asText()).isEqualTo("5e");
    assertThat(review.at("/model/sha256").asText()).as("of the first level").isEqualTo("f1");
    assertThat(review.at("/carried/note").asText()).isEqualTo("kept");
    assertThat(record.key()).asString(UTF_8).isEqualTo("key 1");
    assertThat(record.timestamp()).isEqualTo(START.toEpochMilli());
    assertThat(record.headers().lastHeader(CandidateOffset.HEADER).value())
        .asString(UTF_8)
        .isEqualTo("0");
  }

  @Test
  void theRowIsRebuiltBitForBit() {
    Random random = new Random(11);
    SecondLevel review = SecondLevel.of(spec, secondLevel, firstLevel.identity());
    float[] row = new float[3];
    for (int i = 0; i < 20_000; i++) {
      float x = Float.intBitsToFloat(random.nextInt());
      if (!Float.isFinite(x)) {
        continue;
      }
      ObjectNode record = record("1", x, -x, Double.NaN);
      Review.Outcome refused = review.take(parsed(record), row, 0);
      assertThat(refused).isNull();
      assertThat(row).containsExactly(x, -x, Float.NaN);
    }
  }

  @Test
  void candidatesAreScoredManyAtOnceAndLeaveInTheirOrder() throws IOException {
    start();
    int sent = ReviewProcessor.BATCH + 44;
    for (int i = 0; i < sent; i++) {
      candidate("" + i, i / 100.0, 1, 0);
    }
    assertThat(reviewed()).as("a full batch waits for nothing").hasSize(ReviewProcessor.BATCH);
    let();
    assertThat(reviewed()).hasSize(44);
    assertThat(meter.batches).containsExactly(ReviewProcessor.BATCH, 44);
  }

  @Test
  void aCandidateWhoseOffsetWasCommittedBeforeItsBatchIsReviewedAfterACrash() throws IOException {
    MockProcessorContext<byte[], byte @Nullable []> context = new MockProcessorContext<>();
    KeyValueStore<Long, byte[]> store = heldIn(context);
    ReviewProcessor killed = processor();
    killed.init(context);
    context.setRecordMetadata("deep.candidates", 0, 17);
    context.setCurrentSystemTimeMs(0);
    killed.process(
        new Record<>("k".getBytes(UTF_8), record("1", 1, 1, 0).toString().getBytes(UTF_8), 5));
    assertThat(context.forwarded()).isEmpty();
    context.resetForwards();

    ReviewProcessor restarted = processor();
    restarted.init(context);
    punctuate(context);
    assertThat(context.forwarded()).hasSize(1);
    var forwarded = context.forwarded().get(0).record();
    assertThat(CandidateOffset.of(forwarded)).hasValue(17);
    assertThat(MAPPER.readTree(forwarded.value()).path("level").intValue()).isEqualTo(2);
    assertThat(store.get(17L)).as("let go").isNull();
    punctuate(context);
    assertThat(context.forwarded()).as("once").hasSize(1);
  }

  private ReviewProcessor processor() {
    return new ReviewProcessor(
        () -> SecondLevel.of(spec, secondLevel, firstLevel.identity()), meter);
  }

  private static KeyValueStore<Long, byte[]> heldIn(
      MockProcessorContext<byte[], byte @Nullable []> context) {
    KeyValueStore<Long, byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ReviewTopology.HELD_STORE),
                Serdes.Long(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
    return store;
  }

  private static void punctuate(MockProcessorContext<byte[], byte @Nullable []> context) {
    var scheduled = context.scheduledPunctuators();
    scheduled.get(scheduled.size() - 1).getPunctuator().punctuate(0);
  }

  @Test
  void whatItCannotScoreGoesOnAsItWasAndSaysWhy() throws IOException {
    start();
    ObjectNode older = record("1", 1, 1, 0);
    older.withObject("/model").put("sha256", "another");
    send(older.toString());
    ObjectNode renamed = record("2", 1, 1, 0);
    renamed.withObject("/features").remove("y");
    send(renamed.toString());
    ObjectNode other = record("3", 1, 1, 0);
    other.withObject("/model").put("feature_schema_sha256", "another");
    send(other.toString());
    candidate("4", Double.NaN, 1, 0);
    send("nonsense");
    let();

    List<TestRecord<byte[], byte[]>> records = reviewed();
    List<String> reasons = new ArrayList<>();
    for (TestRecord<byte[], byte[]> record : records.subList(0, 4)) {
      JsonNode review = MAPPER.readTree(record.value());
      reasons.add(review.path("review").asText());
      assertThat(review.path("level").intValue()).isEqualTo(1);
      assertThat(review.path("p_value").doubleValue()).isEqualTo(5e-3);
      assertThat(review.has("p_value_1")).isFalse();
    }
    assertThat(reasons)
        .containsExactly("other-first-level", "other-features", "other-features", "not-finite");
    assertThat(records.get(4).value()).asString(UTF_8).isEqualTo("nonsense");
    assertThat(meter.outcomes)
        .containsExactly(
            Review.Outcome.OTHER_FIRST_LEVEL,
            Review.Outcome.OTHER_FEATURES,
            Review.Outcome.OTHER_FEATURES,
            Review.Outcome.NOT_FINITE);
  }

  @Test
  void aBundleThatIsNoSecondLevelOfThisTopologyIsRefused() {
    assertThatThrownBy(() -> SecondLevel.of(spec, firstLevel, firstLevel.identity()))
        .hasMessageContaining("review.model: the bundle gauss/1 is calibrated on all events")
        .hasMessageContaining("vigia calibrate TOPOLOGY --level 2");
    ScoringModel cut = model(new Passed(1e-3, "f1"), "5e");
    assertThatThrownBy(() -> SecondLevel.of(spec, cut, firstLevel.identity()))
        .hasMessageContaining("behind alerts.pre-cut 0.001, the topology has 0.01");
    ScoringModel behind = model(new Passed(PRE_CUT, "f0"), "5e");
    assertThatThrownBy(() -> SecondLevel.of(spec, behind, firstLevel.identity()))
        .hasMessageContaining("behind the first level with sha256 f0")
        .hasMessageContaining("gauss/1 with f1");
  }

  private void candidate(String id, double x, double y, double seeing) {
    send(record(id, x, y, seeing).toString());
  }

  private ObjectNode record(String id, double x, double y, double seeing) {
    ObjectNode record = MAPPER.createObjectNode();
    record.put("id", id).put("p_value", 5e-3).put("role", "physics");
    record
        .putObject("model")
        .put("sha256", "f1")
        .put("feature_schema_sha256", spec.features().sha256());
    put(put(record.putObject("features"), "x", x), "y", y);
    put(record.putObject("context"), "seeing", seeing);
    record.putObject("carried").put("note", "kept");
    return record;
  }

  /** As {@code ScoreWriter} does: the fewest digits of a float, NaN as null. */
  private static ObjectNode put(ObjectNode object, String name, double value) {
    return Double.isNaN(value) ? object.putNull(name) : object.put(name, (float) value);
  }

  private static Candidate parsed(ObjectNode record) {
    return Candidate.parse(record.toString().getBytes(UTF_8));
  }

  private void send(String value) {
    running()
        .input(
            "deep.candidates",
            new TestRecord<>("key 1".getBytes(UTF_8), value.getBytes(UTF_8), START));
  }

  /** Lets a batch's time run out. */
  private void let() {
    running().idle(ReviewProcessor.LINGER.plus(Duration.ofMillis(1)));
  }

  private List<TestRecord<byte[], byte[]>> reviewed() {
    return running().output("deep.reviewed");
  }

  private StreamHarness running() {
    return Objects.requireNonNull(stream);
  }
}

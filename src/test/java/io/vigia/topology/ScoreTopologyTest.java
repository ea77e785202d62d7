package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.model.GaussianBundle;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
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

class ScoreTopologyTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String YAML =
      """
      version: 1
      name: plane
      source: {topic: plane.events, format: json, event-id: [/run, /event], max-bytes: 2000}
      roles: {injection: "inj == 1"}
      select: {inside: "abs(x) < 50"}
      features:
        - {name: x, unit: cm}
        - {name: log_y, expr: "log(y)", unit: ln(cm)}
      carry: [y, /tag]
      model: unused
      samples: {rate: 1}
      alerts: {pre-cut: 1e-2, threshold: 1e-3}
      kafka: {bootstrap.servers: "localhost:1"}
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private TopologyTestDriver driver;

  @SuppressWarnings("NullAway.Init")
  private TestInputTopic<byte[], byte[]> source;

  private final Instant start = Instant.parse("2026-11-24T00:00:00Z");

  @BeforeEach
  void start() throws IOException {
    start(YAML);
  }

  private void start(String yaml) throws IOException {
    TopologySpec spec = spec(yaml);
    ScoringModel model = model(spec);
    Properties properties = new Properties();
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    driver =
        new TopologyTestDriver(ScoreTopology.of(spec, model, StreamMeter.NONE), properties, start);
    source =
        driver.createInputTopic(
            "plane.events", new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TopologySpec spec(String yaml) throws IOException {
    return TopologyFile.read(Files.writeString(directory.resolve("plane.yaml"), yaml));
  }

  private static ScoringModel model(TopologySpec spec) {
    return ScoringModel.of(new StoredBundle(GaussianBundle.of(spec.features()), "ab"));
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void scoresAnEventByItsDensityAndCalibration() throws IOException {
    send("{\"run\":1,\"event\":9007199254740993,\"x\":0.5,\"y\":1,\"inj\":0}");

    JsonNode score = MAPPER.readTree(output("scores").readRecord().value());
    assertThat(score.path("id").asText()).isEqualTo("1:9007199254740993");
    assertThat(score.path("nll").doubleValue()).isCloseTo(GaussianBundle.nll(0.5, 0), within(1e-5));
    assertThat(score.path("p_value").doubleValue()).isBetween(0.8, 0.95);
    assertThat(score.path("role").asText()).isEqualTo("physics");
    assertThat(score.path("far").isNull()).isTrue();
    assertThat(score.path("origin").toString())
        .isEqualTo(
            "{\"topic\":\"plane.events\",\"partition\":0,\"offset\":0,\"timestamp\":"
                + start.toEpochMilli()
                + "}");
    assertThat(score.path("model").path("sha256").asText()).isEqualTo("ab");
    assertThat(output("candidates").isEmpty()).isTrue();
    assertThat(MAPPER.readTree(output("samples").readValue()).path("features").path("x").asDouble())
        .isEqualTo(0.5);
  }

  @Test
  void rareEventBecomesACandidateWithItsCarriedFields() throws IOException {
    send("{\"run\":1,\"event\":2,\"x\":6,\"y\":1,\"inj\":0,\"tag\":\"night 3\"}");

    TestRecord<byte[], byte[]> candidate = output("candidates").readRecord();
    assertThat(candidate.key()).asString(UTF_8).isEqualTo("1:2");
    JsonNode json = MAPPER.readTree(candidate.value());
    assertThat(json.path("p_value").doubleValue()).isEqualTo(1e-4);
    assertThat(json.path("features").toString()).isEqualTo("{\"x\":6.0,\"log_y\":0.0}");
    assertThat(json.path("carried").toString()).isEqualTo("{\"y\":1,\"tag\":\"night 3\"}");
  }

  @Test
  void injectionIsScoredButNeverASample() throws IOException {
    send("{\"run\":1,\"event\":2,\"x\":0,\"y\":1,\"inj\":1}");

    JsonNode score = MAPPER.readTree(output("scores").readValue());
    assertThat(score.path("role").asText()).isEqualTo("injection");
    assertThat(output("samples").isEmpty()).isTrue();
  }

  @Test
  void everyBadRecordBecomesADeadLetterAndTheStreamGoesOn() {
    List<@Nullable String> bad =
        java.util.Arrays.asList(
            null,
            "",
            "not json",
            "[1,2]",
            "{\"run\":1,\"event\":2,\"x\":0,\"y\":1,\"inj\":0",
            "{\"run\":1,\"x\":0,\"y\":1,\"inj\":0}",
            "{\"run\":1,\"event\":2,\"x\":\"wide\",\"y\":1,\"inj\":0}",
            "{\"run\":1,\"event\":2,\"y\":1,\"inj\":0}",
            "{\"run\":1,\"event\":2,\"x\":0,\"y\":-1,\"inj\":0}",
            "{\"run\":1,\"event\":2,\"x\":1e300,\"y\":1,\"inj\":0,\"pad\":\""
                + "z".repeat(2000)
                + "\"}");
    bad.forEach(this::send);
    send("{\"run\":1,\"event\":3,\"x\":0,\"y\":1,\"inj\":0}");

    List<TestRecord<byte[], byte[]>> letters = output("dead-letters").readRecordsToList();
    assertThat(
            letters.stream()
                .map(letter -> header(letter, "stage") + "/" + header(letter, "reason")))
        .containsExactly(
            "decode/empty",
            "decode/empty",
            "decode/malformed",
            "decode/malformed",
            "decode/malformed",
            "decode/missing-id",
            "decode/wrong-type",
            "select/missing-field",
            "feature/not-finite",
            "decode/too-large");
    for (int i = 0; i < bad.size(); i++) {
      String payload = bad.get(i);
      assertThat(letters.get(i).value())
          .isEqualTo(payload == null ? null : payload.getBytes(UTF_8));
      assertThat(header(letters.get(i), "origin.offset")).isEqualTo("" + i);
      assertThat(header(letters.get(i), "detail")).isNotBlank();
    }
    assertThat(output("scores").readValuesToList()).hasSize(1);
  }

  @Test
  void candidateTooLargeForItsTopicIsADeadLetterAndNothingElse() throws IOException {
    driver.close();
    start(YAML.replace("max-bytes: 2000", "max-bytes: 2000000"));
    String tag = "z".repeat(DeadLetter.MAX_BYTES);
    send("{\"run\":1,\"event\":1,\"x\":6,\"y\":1,\"inj\":0,\"tag\":\"" + tag + "\"}");
    send("{\"run\":1,\"event\":2,\"x\":0,\"y\":1,\"inj\":0,\"tag\":\"" + tag + "\"}");

    TestRecord<byte[], byte[]> letter = output("dead-letters").readRecord();
    assertThat(header(letter, "stage") + "/" + header(letter, "reason"))
        .isEqualTo("score/too-large");
    assertThat(output("candidates").isEmpty()).isTrue();
    List<byte[]> scores = output("scores").readValuesToList();
    assertThat(scores).hasSize(1);
    assertThat(MAPPER.readTree(scores.get(0)).path("id").asText()).isEqualTo("1:2");
  }

  @Test
  void tallyIsSaidAgainWhereAnAbortedTransactionUnsaidIt() throws IOException {
    TopologySpec spec = spec(YAML);
    ScoringModel model = model(spec);
    MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    KeyValueStore<byte[], byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ScoreTopology.TALLY_STORE),
                Serdes.ByteArray(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.setRecordMetadata("plane.events", 0, 0);
    context.setCurrentSystemTimeMs(0);
    ScoreProcessor processor =
        new ScoreProcessor(
            spec, () -> ServedModels.only(model), new ModelBoard(), StreamMeter.NONE);
    processor.init(context);
    processor.process(new Record<>(null, "nonsense".getBytes(UTF_8), 0));
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(1000);
    assertThat(context.forwarded(ScoreTopology.TALLIES)).hasSize(1);

    processor.init(context); // Streams revives the task with the same processor
    context.scheduledPunctuators().get(1).getPunctuator().punctuate(2000);
    assertThat(context.forwarded(ScoreTopology.TALLIES)).hasSize(2);
  }

  @Test
  void everyInputIsInTheTallyUnderOneOutcome() throws IOException {
    send("{\"run\":1,\"event\":1,\"x\":0,\"y\":1,\"inj\":0}");
    send("{\"run\":1,\"event\":2,\"x\":60,\"y\":1,\"inj\":0}");
    send("{\"run\":1,\"event\":3,\"x\":7,\"y\":1,\"inj\":1}");
    send("nonsense");
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    List<byte[]> tallies = output("tallies").readValuesToList();
    assertThat(tallies).hasSize(1);
    JsonNode tally = MAPPER.readTree(tallies.get(0));
    assertThat(tally.path("received").longValue()).isEqualTo(4);
    assertThat(tally.path("scored").longValue()).isEqualTo(2);
    assertThat(tally.path("filtered").longValue()).isEqualTo(1);
    assertThat(tally.path("dead_lettered").longValue()).isEqualTo(1);
    assertThat(tally.path("candidates").longValue()).isEqualTo(1);
    assertThat(tally.path("first_offset").longValue()).isZero();
    assertThat(tally.path("last_offset").longValue()).isEqualTo(3);
    assertThat(tally.path("scored_by_role").path("injection").longValue()).isEqualTo(1);
  }

  private void send(@Nullable String payload) {
    source.pipeInput(
        new TestRecord<>(null, payload == null ? null : payload.getBytes(UTF_8), start));
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        "plane." + topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static @Nullable String header(TestRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader("vigia." + name);
    return header == null ? null : new String(header.value(), UTF_8);
  }
}

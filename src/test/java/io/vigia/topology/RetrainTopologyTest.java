package io.vigia.topology;

import static io.vigia.topology.StreamHarness.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.retrain.Activation;
import io.vigia.retrain.GateEvidence;
import io.vigia.retrain.GateEvidence.Uniformity;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainJson;
import io.vigia.retrain.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop on the desk, from records to records. */
class RetrainTopologyTest {
  private static final String YAML =
      """
      version: 1
      name: loop
      source: {topic: loop.events, event-id: [/event]}
      features: [{name: x}, {name: y}]
      segments: {topic: loop.segments, id: [/run]}
      training: {flow: maf, device: gpu, seed: 7}
      alerts: {pre-cut: 1e-2, threshold: 1e-3}
      kafka: {bootstrap.servers: "localhost:1"}
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private StreamHarness desk;

  private final Random random = new Random(3);
  private int event;

  @BeforeEach
  void start() throws IOException {
    start("{count: 40, min-rows: 20, gate: auto}");
  }

  private void start(String retrain) throws IOException {
    if (desk != null) {
      desk.close();
    }
    desk = StreamHarness.desk(directory, YAML + "retrain: " + retrain + "\n");
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  private void samples(int count) {
    for (int i = 0; i < count; i++) {
      sample(random.nextGaussian(), random.nextGaussian(), "");
    }
  }

  private void sample(double x, double y, String more) {
    double squares = x * x + y * y;
    double p = Math.max(1e-4, Math.exp(-squares / 2));
    String json =
        """
        {"id":"%d","trigger_time":"%s","nll":%s,"p_value":%s,"role":"physics",\
        "model":{"sha256":"old","feature_schema_sha256":"%s"},"features":{"x":%s,"y":%s}%s}"""
            .formatted(
                event,
                START.plusSeconds(event),
                squares / 2 + 1.84,
                p,
                desk.spec().features().sha256(),
                x,
                y,
                more);
    event++;
    desk.send("loop.samples", "k", json);
  }

  private TrainingJob onlyJob() {
    List<TestRecord<byte[], byte[]>> jobs = desk.output("loop.training-jobs");
    assertThat(jobs).hasSize(1);
    TrainingJob job = RetrainJson.parse(jobs.get(0).value(), TrainingJob.class);
    assertThat(jobs.get(0).key()).asString(UTF_8).isEqualTo(job.id());
    return job;
  }

  private void publish(String job, double nllDifference) {
    Uniformity uniform = new Uniformity(0.01, 0.5);
    GateEvidence evidence =
        new GateEvidence(
            "old",
            "new",
            1000,
            "samples",
            nllDifference,
            0.01,
            uniform,
            uniform,
            Map.of(),
            0.01,
            0.01,
            0.01,
            0,
            List.of(),
            0,
            List.of(),
            0);
    ModelCard card =
        new ModelCard("loop", "ab", "new", "schema", List.of(), "old", job, evidence, "worker", 5);
    desk.send("loop.models", card.label(), RetrainJson.text(card));
  }

  private List<String> decided() {
    return desk.json("loop.decisions").stream()
        .map(json -> json.get("about").asText() + " " + json.get("outcome").asText())
        .toList();
  }

  /** The names of nodes and stores are on disk and in topics: see {@link ShippedTopologiesTest}. */
  @Test
  void itsNamesAreThoseOfTheGoldenFile() throws IOException {
    String text = CheckReport.text(desk.spec()) + StreamsDescription.text(desk.spec());
    text = text.replace(directory.toString(), "DIRECTORY");
    Path golden = Path.of("src", "test", "resources", "topology", "retrain.check.txt");
    if ("write".equals(System.getProperty("vigia.golden"))) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @Test
  void aFullWindowIsAJobAsTheTopologySays() {
    samples(40);

    TrainingJob job = onlyJob();
    assertThat(job.topology()).isEqualTo("loop");
    assertThat(job.window().topic()).isEqualTo("loop.samples");
    assertThat(job.window().from()).isZero();
    assertThat(job.window().to()).isEqualTo(40);
    assertThat(job.window().schemaSha256()).isEqualTo(desk.spec().features().sha256());
    assertThat(job.parent()).isEqualTo("old");
    assertThat(job.seed()).isEqualTo(7);
    assertThat(job.training()).hasToString("{\"flow\":\"maf\",\"seed\":7}");
    JsonNode decision = desk.json("loop.decisions").get(0);
    assertThat(decision.get("subject").asText()).isEqualTo(job.id());
    assertThat(decision.get("reasons").get(0).asText()).isEqualTo("40 samples");
  }

  @Test
  void aGoodCandidateIsPromotedByVerdictAndActivation() {
    samples(40);
    publish(onlyJob().id(), -1);

    List<TestRecord<byte[], byte[]>> models = desk.output("loop.models");
    assertThat(models).hasSize(1);
    assertThat(models.get(0).key()).asString(UTF_8).isEqualTo("loop/ab#verdict");
    assertThat(RetrainJson.parse(models.get(0).value(), GateVerdict.class).outcome())
        .isEqualTo(GateVerdict.Outcome.PROMOTE);
    List<TestRecord<byte[], byte[]>> activations = desk.output("loop.activations");
    assertThat(activations).hasSize(1);
    assertThat(activations.get(0).key()).asString(UTF_8).isEqualTo(Activation.KEY);
    Activation activation = RetrainJson.parse(activations.get(0).value(), Activation.class);
    assertThat(activation.sequence()).isEqualTo(1);
    assertThat(activation.sha256()).isEqualTo("new");
    assertThat(decided()).containsExactly("job created", "model promote");
  }

  @Test
  void anActivationGoesToEveryPartition() {
    assertThat(
            new RetrainTopology.EveryPartition()
                .partitions("loop.activations", new byte[0], new byte[0], 3))
        .hasValueSatisfying(all -> assertThat(all).containsExactly(0, 1, 2));
  }

  @Test
  void theNextActivationComesAfterAPersons() {
    Activation persons = new Activation(5, "loop", "x", "old", "ada", "because", 1);
    desk.send("loop.activations", Activation.KEY, RetrainJson.text(persons));
    samples(40);
    publish(onlyJob().id(), -1);

    byte[] written = desk.output("loop.activations").get(0).value();
    assertThat(RetrainJson.parse(written, Activation.class).sequence()).isEqualTo(6);
  }

  @Test
  void whereThePersonDecidesNothingIsActivated() throws IOException {
    start("{count: 40, min-rows: 20, gate: manual}");
    samples(40);
    publish(onlyJob().id(), -1);

    assertThat(desk.output("loop.activations")).isEmpty();
    assertThat(decided()).containsExactly("job created", "model ask");
  }

  @Test
  void aWorseCandidateIsRejected() {
    samples(40);
    publish(onlyJob().id(), 1);

    assertThat(desk.output("loop.activations")).isEmpty();
    assertThat(decided()).containsExactly("job created", "model reject");
  }

  @Test
  void aJobThatFailedIsSaidWithItsReason() {
    samples(40);
    String progress =
        """
        {"job":"%s","worker":"w","attempt":3,"state":"FAILED","step":0,"steps":0,\
        "device":"cpu","reason":"its worker was killed three times","time_millis":1}"""
            .formatted(onlyJob().id());
    desk.send("loop.training-progress", "k", progress);

    JsonNode decision = desk.json("loop.decisions").get(1);
    assertThat(decision.get("outcome").asText()).isEqualTo("failed");
    assertThat(decision.get("reasons").get(0).asText()).contains("killed three times");
  }

  @Test
  void aShiftIsReportedAndBecomesAJobOfWhatCameAfterIt() throws IOException {
    start("{min-rows: 200, drift: {reference: 500}}");
    samples(1_100);
    assertThat(desk.output("loop.drift")).isEmpty();
    int change = event;
    for (int i = 0; i < 1_400; i++) {
      sample(random.nextGaussian() + 3, random.nextGaussian(), "");
    }

    JsonNode report = desk.json("loop.drift").get(0);
    assertThat(report.get("kind").asText()).isEqualTo("SHIFT");
    assertThat(report.at("/features/0/feature").asText()).isEqualTo("x");
    TrainingJob job = onlyJob();
    assertThat(job.cause()).isEqualTo(TrainingJob.Cause.DRIFT);
    assertThat(job.window().from()).isGreaterThan(change - 200L);
    assertThat(decided()).containsExactly("drift retrain", "job created");
  }

  @Test
  void aStuckChannelIsReportedAndTrainsNothing() throws IOException {
    start("{count: 1500, min-rows: 500, drift: {reference: 500}}");
    samples(1_100);
    for (int i = 0; i < 700; i++) {
      sample(0.25, random.nextGaussian(), "");
    }

    JsonNode report = desk.json("loop.drift").get(0);
    assertThat(report.get("kind").asText()).isEqualTo("STUCK");
    assertThat(desk.output("loop.training-jobs")).isEmpty();
    assertThat(decided()).containsExactly("drift broken");
  }

  @Test
  void samplesOfASegmentThatWasSaidToBeBadAreNotOfTheWindow() {
    desk.send("loop.segments", "k", "{\"segment\":\"7\",\"good\":false}");
    for (int i = 0; i < 10; i++) {
      sample(0, 0, ",\"segment\":\"7\"");
    }
    samples(40);

    TrainingJob job = onlyJob();
    assertThat(job.window().count()).isEqualTo(40);
    assertThat(job.reason()).isEqualTo("40 samples, 10 in bad times");
  }

  @Test
  void whatIsNoRecordOfItsTopicIsADeadLetterAndTheLoopGoesOn() {
    desk.send("loop.samples", "k", "nonsense");
    desk.send("loop.samples", "k", "{\"p_value\":0}");
    desk.send("loop.models", "loop/1", "{\"name\":\"loop\"}");
    desk.send("loop.models", "loop/1#verdict", "{\"name\":\"loop\",\"time_millis\":1}");
    desk.send("loop.training-progress", "k", "[]");
    samples(40);

    assertThat(desk.output("loop.dead-letters")).hasSize(5);
    assertThat(onlyJob().window().count()).isEqualTo(40);
  }
}

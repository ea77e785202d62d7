package io.vigia.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.model.BundleDirectory;
import io.vigia.model.Provenance;
import io.vigia.model.StoredBundle;
import io.vigia.registry.ModelArchive;
import io.vigia.registry.ModelPublisher;
import io.vigia.registry.Publication;
import io.vigia.retrain.GateEvidence;
import io.vigia.retrain.JobProgress;
import io.vigia.retrain.JobProgress.State;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainJson;
import io.vigia.retrain.TrainingJob;
import io.vigia.retrain.Window;
import io.vigia.sim.SharedBroker;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job on a real broker, from the topic of samples to a published bundle and its evidence. */
class WorkerCommandTest {
  private static final String TOPOLOGY =
      """
      version: 1
      name: worked
      source: {topic: worked.events, format: json, event-id: [/_row]}
      features: [{name: x}, {name: y}]
      training: {flow: maf, transforms: 2, hidden: [8, 8], max-steps: 200}
      retrain: {count: 1500, min-rows: 1000}
      """;

  /** Samples of the window, and after it. */
  private static final int WINDOW = 1500;

  private static final int LATER = 1200;

  private final Map<String, String> kafka =
      Map.of("bootstrap.servers", SharedBroker.get().bootstrapServers());

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  @Test
  void aJobIsTrainedOnItsWindowAloneAndPublishedWithItsEvidenceOnce() throws Exception {
    Path file = Files.writeString(directory.resolve("worked.yaml"), TOPOLOGY);
    TopologySpec spec = TopologyFile.read(file);
    TopicNames names = TopicNames.of(spec);
    createTopics(names);
    writeSamples(spec);

    Path first = directory.resolve("worked/1");
    CommandRun train =
        vigia("train", file, "--from-topic", "--offsets", "0:" + WINDOW, "--out", first.toString());
    assertThat(train.err()).contains("worked/1: ");
    assertThat(train.code()).isZero();
    StoredBundle parent = BundleDirectory.read(first);
    assertThat(parent.content().version()).isEqualTo("1");
    assertThat(parent.content().provenance().data())
        .extracting(Provenance.Data::file)
        .containsExactly("worked.samples offsets 0 to 1499");
    new ModelPublisher(kafka, names.modelTopics()).publish(first, Publication.of("a test", 0));

    TrainingJob job = job(spec, names, parent.sha256());
    send(names.trainingJobs(), job.id(), RetrainJson.bytes(job));
    assertThat(worker(file, job.id().substring(0, 12)).code()).isZero();

    ModelCard card = ModelArchive.read(kafka, names.modelTopics()).ofJob(job.id()).orElseThrow();
    assertThat(card.label()).isEqualTo("worked/" + job.id().substring(0, 12));
    assertThat(card.parent()).isEqualTo(parent.sha256());
    GateEvidence evidence = Objects.requireNonNull(card.evidence());
    assertThat(evidence.rows()).isEqualTo(LATER);
    assertThat(evidence.source()).isEqualTo(LATER + " samples after the window's end");
    assertThat(evidence.recovery()).containsOnlyKeys("moved", "swapped");
    assertThat(states(names, job))
        .startsWith(State.STARTED)
        .contains(State.TRAINING, State.JUDGING)
        .endsWith(State.PUBLISHED);
    try (Stream<Path> left = Files.list(directory.resolve("work/jobs"))) {
      assertThat(left).isEmpty();
    }

    Path asFile = Files.write(directory.resolve("job.json"), RetrainJson.bytes(job));
    assertThat(worker(file, asFile.toString()).code()).isZero();
    assertThat(states(names, job)).endsWith(State.PUBLISHED, State.SUPERSEDED);
  }

  private CommandRun worker(Path file, String job) {
    return vigia(
        "worker",
        file,
        "--once",
        job,
        "--device",
        "cpu",
        "--work-dir",
        directory.resolve("work").toString(),
        "--http-port",
        "0");
  }

  private CommandRun vigia(String command, Path file, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, file.toString()));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("-K", "bootstrap.servers=" + kafka.get("bootstrap.servers")));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static TrainingJob job(TopologySpec spec, TopicNames names, String parent)
      throws IOException {
    return new TrainingJob(
        spec.name(),
        new Window(
            names.samples(), 0, WINDOW, WINDOW, 0, WINDOW, spec.features().sha256(), List.of()),
        new ObjectMapper()
            .readTree("{\"flow\":\"maf\",\"transforms\":2,\"hidden\":[8,8],\"max-steps\":200}"),
        parent,
        true,
        0.01,
        7,
        "a test asks for it",
        TrainingJob.Cause.PERSON);
  }

  private List<State> states(TopicNames names, TrainingJob job) {
    List<State> states = new ArrayList<>();
    try (TopicTail tail = TopicTail.open(kafka, names.trainingProgress())) {
      tail.toPresentEnd(
          record -> {
            if (new String(record.key(), UTF_8).equals(job.id())) {
              states.add(RetrainJson.parse(record.value(), JobProgress.class).state());
            }
            return true;
          });
    }
    return states;
  }

  private void createTopics(TopicNames names) throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
      admin
          .createTopics(
              names.managed().stream()
                  .map(
                      topic ->
                          new NewTopic(
                              topic.name(),
                              Optional.of(Math.max(1, topic.partitions())),
                              Optional.empty()))
                  .toList())
          .all()
          .get();
    }
  }

  /** Of a window, and of the time after it. */
  private void writeSamples(TopologySpec spec) throws Exception {
    Random random = new Random(5);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Map.copyOf(kafka), bytes, bytes)) {
      for (int i = 0; i < WINDOW + LATER; i++) {
        double x = random.nextGaussian();
        String sample =
            String.format(
                Locale.ROOT,
                "{\"id\":\"%d\",\"trigger_time\":\"1970-01-01T00:00:%06.3fZ\",\"p_value\":%f,"
                    + "\"role\":\"physics\",\"model\":{\"feature_schema_sha256\":\"%s\"},"
                    + "\"features\":{\"x\":%f,\"y\":%f}}",
                i,
                i / 1e3,
                random.nextDouble(),
                spec.features().sha256(),
                x,
                x * x + 0.3 * random.nextGaussian());
        producer.send(
            new ProducerRecord<>(TopicNames.of(spec).samples(), null, sample.getBytes(UTF_8)));
      }
      producer.flush();
    }
  }

  private void send(String topic, String key, byte[] value) throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Map.copyOf(kafka), bytes, bytes)) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
    }
  }

  @Test
  void aTopologyThatNobodyRetrainsIsNoWorkForAWorker() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("worked.yaml"), TOPOLOGY.replaceAll("retrain:.*\n", ""));
    CommandRun run = vigia("worker", file);
    assertThat(run.err()).contains("has no 'retrain:', so that nobody makes jobs");
    assertThat(run.code()).isEqualTo(Failures.BAD_INPUT);
  }

  @Test
  void sourcesOfRowsThatDoNotGoTogetherAreRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("worked.yaml"), TOPOLOGY);
    assertThat(vigia("train", file, "--from-topic", "--data", "x.csv").err())
        .contains("--from-topic and --data are two sources of rows");
    assertThat(vigia("train", file, "--offsets", "1:2").err())
        .contains("--offsets, --since and --until go with --from-topic");
    assertThat(vigia("train", file).err()).contains("Missing required option: '--data=FILE...'");
  }
}

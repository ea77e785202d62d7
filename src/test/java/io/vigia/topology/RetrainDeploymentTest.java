package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.model.GaussianBundle;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.GateEvidence;
import io.vigia.retrain.GateEvidence.Uniformity;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainJson;
import io.vigia.retrain.TrainingJob;
import io.vigia.scoring.HeldModels;
import io.vigia.scoring.ScoringModel;
import io.vigia.sim.SharedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop on a real broker, with both applications; the test is the worker. */
class RetrainDeploymentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int PARTITIONS = 2;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private TopologySpec spec;

  private final HeldModels published = new HeldModels();
  private final Random random = new Random(11);
  private int sent;

  @Test
  void aWindowOfTheStreamBecomesAJobAndItsModelScoresEveryPartition() throws Exception {
    spec =
        WrittenTopology.read(
            directory,
            """
            version: 1
            name: loops
            source: {topic: loops.events, format: json, event-id: [/event]}
            features: [{name: x}]
            samples: {rate: 1}
            retrain: {count: 300, min-rows: 100, gate: auto}
            kafka: {bootstrap.servers: "%s"}
            """
                .formatted(SharedBroker.get().bootstrapServers()));
    SourceFeed.open(spec, PARTITIONS).close();
    published.put(model("better", 2));
    try (Deployment deployment = deployment();
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                new HashMap<>(spec.clientSettings()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      deployment.start();
      send(producer, 400);
      TrainingJob job = job();
      assertThat(job.window().count()).isEqualTo(300);
      assertThat(job.parent()).isEqualTo("own");

      publish(producer, job.id());
      await(() -> isEverywhere(deployment), "the candidate in service on both partitions");
      assertThat(deployment.failures()).isEmpty();
    }
  }

  private static boolean isEverywhere(Deployment deployment) {
    return deployment.models().size() == PARTITIONS
        && deployment.models().stream().allMatch(one -> one.sequence() == 1);
  }

  private TrainingJob job() throws InterruptedException {
    List<TrainingJob> jobs = new ArrayList<>();
    try (TopicTail tail =
        TopicTail.open(spec.clientSettings(), TopicNames.of(spec).trainingJobs())) {
      await(
          () -> {
            tail.poll().forEach(one -> jobs.add(RetrainJson.parse(one.value(), TrainingJob.class)));
            return !jobs.isEmpty();
          },
          "a job");
    }
    return jobs.get(0);
  }

  private void publish(KafkaProducer<byte[], byte[]> producer, String job) {
    Uniformity uniform = new Uniformity(0.01, 0.5);
    GateEvidence evidence =
        new GateEvidence(
            "own", "better", 1000, "samples", -1.0, 0.01, uniform, uniform, Map.of(), 0.01, 0.01,
            0.01, 0, List.of(), 0, List.of(), 0);
    ModelCard card =
        new ModelCard(
            "gauss", "better", "better", "schema", List.of(), "own", job, evidence, "test", 5);
    producer.send(
        new ProducerRecord<>(
            TopicNames.of(spec).models(), card.label().getBytes(UTF_8), RetrainJson.bytes(card)));
    producer.flush();
  }

  private void send(KafkaProducer<byte[], byte[]> producer, int count) {
    for (int i = 0; i < count; i++) {
      String event =
          String.format(Locale.ROOT, "{\"event\":%d,\"x\":%s}", sent, random.nextGaussian());
      int partition = sent++ % PARTITIONS;
      producer.send(
          new ProducerRecord<>(spec.source().topic(), partition, null, event.getBytes(UTF_8)));
    }
    producer.flush();
  }

  private Deployment deployment() {
    return new Deployment(
        spec,
        new ServedModels(model("own", 1), published),
        null,
        new Deployment.Settings(
            EnumSet.of(ApplicationRole.SCORE, ApplicationRole.DESK), directory.resolve("state"), 1),
        StreamMeter.NONE);
  }

  private ScoringModel model(String name, double width) {
    return ScoringModel.of(new StoredBundle(GaussianBundle.of(spec.features(), name, width), name));
  }

  private static void await(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}

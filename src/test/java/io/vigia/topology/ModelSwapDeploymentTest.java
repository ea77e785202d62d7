package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.event.Origin;
import io.vigia.model.GaussianBundle;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.Activation;
import io.vigia.retrain.Cutover;
import io.vigia.retrain.RetrainJson;
import io.vigia.scoring.HeldModels;
import io.vigia.scoring.ScoringModel;
import io.vigia.sim.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Swaps on a real broker: two partitions, commits, a restart. */
class ModelSwapDeploymentTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int PARTITIONS = 2;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private final HeldModels published = new HeldModels();
  private final Random random = new Random(5);
  private final Map<Origin, byte[]> events = new HashMap<>();

  @SuppressWarnings("NullAway.Init")
  private TopologySpec spec;

  @Test
  void whatWasPublishedIsWhatAReplayByTheCutOversGives() throws Exception {
    spec =
        WrittenTopology.read(
            directory,
            """
            version: 1
            name: swaps
            source: {topic: swaps.events, format: json, event-id: [/event]}
            features: [{name: x}]
            kafka: {bootstrap.servers: "%s"}
            """
                .formatted(SharedBroker.get().bootstrapServers()));
    SourceFeed.open(spec, PARTITIONS).close();
    published.put(model("a", 2));
    published.put(model("b", 5));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            new HashMap<>(spec.clientSettings()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      try (Deployment deployment = deployment()) {
        deployment.start();
        await(() -> deployment.models().size() == PARTITIONS, "both partitions to have a bundle");
        send(producer, 200);
        activate(producer, 1, "a");
        send(producer, 200);
        await(() -> isEverywhere(deployment, 1), "the first activation");
        send(producer, 200);
      }
      send(producer, 200);
      activate(producer, 2, "b");
      send(producer, 200);
      try (Deployment deployment = deployment()) { // its own bundle is still "own"
        deployment.start();
        await(() -> isEverywhere(deployment, 2), "the second activation");
        send(producer, 200);
        Map<Origin, byte[]> scores = scores(1_200);

        CutoverHistory history =
            CutoverHistory.read(spec.clientSettings(), TopicNames.of(spec).cutovers());
        for (Map.Entry<Origin, byte[]> event : events.entrySet()) {
          assertThat(scores.get(event.getKey()))
              .asString(UTF_8)
              .isEqualTo(replayed(history, event.getKey(), event.getValue()));
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
          assertThat(history.of(partition))
              .extracting(Cutover::sha256)
              .containsExactly("own", "a", "b");
        }
      }
    }
  }

  private static boolean isEverywhere(Deployment deployment, long sequence) {
    return deployment.models().size() == PARTITIONS
        && deployment.models().stream().allMatch(one -> one.sequence() == sequence);
  }

  private String replayed(CutoverHistory history, Origin origin, byte[] event) throws Exception {
    String sha256 = history.at(origin.partition(), origin.offset()).orElseThrow().sha256();
    EventScorer scorer = EventScorer.of(spec, models().model(sha256).orElseThrow());
    scorer.read(event);
    return new String(scorer.scoreRecord(scorer.score(), origin), UTF_8);
  }

  /** The one score of each event, once there are so many. */
  private Map<Origin, byte[]> scores(int count) throws InterruptedException {
    Map<Origin, byte[]> scores = new TreeMap<>(java.util.Comparator.comparing(Origin::toString));
    try (TopicTail tail = TopicTail.open(spec.clientSettings(), TopicNames.of(spec).scores())) {
      await(
          () -> {
            for (ConsumerRecord<byte[], byte[]> record : tail.poll()) {
              assertThat(scores.put(origin(record.value()), record.value())).isNull();
            }
            return scores.size() >= count;
          },
          count + " scores");
    }
    return scores;
  }

  private static Origin origin(byte[] score) {
    try {
      JsonNode origin = MAPPER.readTree(score).path("origin");
      return new Origin(
          origin.path("topic").asText(),
          origin.path("partition").intValue(),
          origin.path("offset").longValue(),
          origin.path("timestamp").longValue());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      byte[] event =
          String.format(
                  Locale.ROOT, "{\"event\":%d,\"x\":%s}", events.size(), 3 * random.nextGaussian())
              .getBytes(UTF_8);
      var sent = producer.send(new ProducerRecord<>(spec.source().topic(), i % 2, null, event));
      producer.flush();
      events.put(
          new Origin(
              sent.get().topic(),
              sent.get().partition(),
              sent.get().offset(),
              sent.get().timestamp()),
          event);
    }
  }

  private void activate(KafkaProducer<byte[], byte[]> producer, long sequence, String name)
      throws Exception {
    Activation activation = new Activation(sequence, "gauss", name, name, "test", "why not", 0);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      producer.send(
          new ProducerRecord<>(
              TopicNames.of(spec).activations(),
              partition,
              Activation.KEY.getBytes(UTF_8),
              RetrainJson.bytes(activation)));
    }
    producer.flush();
  }

  private ServedModels models() {
    return new ServedModels(model("own", 1), published);
  }

  private Deployment deployment() {
    return new Deployment(
        spec,
        models(),
        null,
        new Deployment.Settings(
            EnumSet.of(ApplicationRole.SCORE), directory.resolve("state"), PARTITIONS),
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

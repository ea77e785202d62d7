package io.vigia.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.feature.FeatureSchema;
import io.vigia.retrain.Activation;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainJson;
import io.vigia.scoring.Score;
import io.vigia.scoring.ScoringModel;
import io.vigia.sim.SharedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bundles by way of a broker. */
@Timeout(120)
class ModelShelfTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path root;

  private Map<String, String> client = Map.of();
  private ModelTopics topics = new ModelTopics("", "", "", "");

  /** Topics of its own for each test, since the broker is shared. */
  @BeforeEach
  void createTopics() throws Exception {
    client = Map.of("bootstrap.servers", SharedBroker.get().bootstrapServers());
    String stem = "shelf-" + root.getFileName().toString().replaceAll("\\D", "");
    topics =
        new ModelTopics(
            stem + ".models", stem + ".model-bytes", stem + ".activations", stem + ".cutovers");
    Properties properties = new Properties();
    properties.putAll(client);
    try (Admin admin = Admin.create(properties)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topics.models(), 1, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact")),
                  new NewTopic(topics.bytes(), 1, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact")),
                  new NewTopic(topics.activations(), 3, (short) 1),
                  new NewTopic(topics.cutovers(), 3, (short) 1)))
          .all()
          .get();
    }
  }

  @Test
  void aPublishedBundleIsAtHandAndScoresAsBefore() throws Exception {
    PublishedGaussian made = PublishedGaussian.in(root, "1");
    ModelCard card = publish(made);
    assertThat(card.sha256()).isEqualTo(made.stored.sha256());
    try (ModelShelf shelf = shelf("cache", PublishedGaussian.SCHEMA)) {
      ScoringModel model = await(() -> shelf.model(card.sha256()));
      Score score = model.newScorer().score(new float[] {1.5f, -0.5f});
      Score before = ScoringModel.of(made.stored).newScorer().score(new float[] {1.5f, -0.5f});
      assertThat(score).isNotNull().isEqualTo(before);

      // One that comes later is fetched unasked.
      ModelCard later = publish(PublishedGaussian.in(root, "2"));
      await(() -> Files.isDirectory(root.resolve("cache").resolve(later.sha256())));
    }
  }

  @Test
  void aShelfThatStartsAgainNeedsNoBytes() throws Exception {
    ModelCard card = publish(PublishedGaussian.in(root, "1"));
    try (ModelShelf shelf = shelf("cache", PublishedGaussian.SCHEMA)) {
      await(() -> shelf.model(card.sha256()));
    }
    ModelTopics without = new ModelTopics("no-such-topic", "neither", "nor", "these");
    try (ModelShelf shelf =
        ModelShelf.open(client, without, root.resolve("cache"), PublishedGaussian.SCHEMA)) {
      await(() -> shelf.model(card.sha256()));
    }
  }

  @Test
  void aDamagedCacheIsFetchedAgain() throws Exception {
    ModelCard card = publish(PublishedGaussian.in(root, "1"));
    try (ModelShelf shelf = shelf("cache", PublishedGaussian.SCHEMA)) {
      await(() -> shelf.model(card.sha256()));
    }
    Path weights = root.resolve("cache").resolve(card.sha256()).resolve("weights.safetensors");
    Files.write(weights, new byte[] {1, 2, 3});
    try (ModelShelf shelf = shelf("cache", PublishedGaussian.SCHEMA)) {
      await(() -> shelf.model(card.sha256()));
      assertThat(CardFiles.sha256(weights)).isNotEqualTo(sha256Of(new byte[] {1, 2, 3}));
    }
  }

  @Test
  void whatCannotScoreTheStreamIsRefusedWithAReason() throws Exception {
    ModelCard onDjl = publish(PublishedGaussian.onDjl(root, "vae"));
    PublishedGaussian other =
        PublishedGaussian.of(
            PublishedGaussian.bundle(PublishedGaussian.schema("a", "b"), "other"), root);
    ModelCard otherFeatures = publish(other);
    PublishedGaussian broken = PublishedGaussian.in(root, "broken");
    Map<String, byte[]> chunks = broken.chunks();
    broken.damage(chunks, "calibration.json");
    send(topics.bytes(), chunks);
    send(topics.models(), Map.of("gauss/broken", RetrainJson.bytes(broken.card)));
    send(topics.models(), Map.of("gauss/noise", new byte[] {1}));
    try (ModelShelf shelf = shelf("cache", PublishedGaussian.SCHEMA)) {
      assertThat(refusal(shelf, onDjl)).contains("gauss/vae", "kind vae, which needs DJL");
      assertThat(refusal(shelf, otherFeatures)).contains("other features than the topology's");
      assertThat(refusal(shelf, broken.card)).contains("calibration.json has sha256");

      // Published again, whole.
      assertThat(publish(broken).sha256()).isEqualTo(broken.card.sha256());
      await(() -> shelf.model(broken.card.sha256()));
      assertThat(shelf.refusal(broken.card.sha256())).isEmpty();
    }
  }

  @Test
  void aVersionIsOneBundleAndAJobHasOneResult() throws Exception {
    PublishedGaussian first = PublishedGaussian.in(root.resolve("a"), "1");
    ModelPublisher publisher = new ModelPublisher(client, topics);
    Publication ofJob = new Publication(null, "job-1", null, "worker-1", 5);
    ModelCard card = publisher.publish(first.directory, ofJob);
    Publication again = new Publication(null, "job-1", null, "worker-2", 9);
    assertThat(publisher.publish(first.directory, again)).isEqualTo(card);

    Path otherBundle =
        PublishedGaussian.of(
                PublishedGaussian.bundle(PublishedGaussian.schema("a", "b"), "1"),
                root.resolve("b"))
            .directory;
    assertThatThrownBy(() -> publisher.publish(otherBundle, Publication.of("ana", 1)))
        .isInstanceOf(TakenVersionException.class)
        .hasMessageContaining("gauss/1 is published already");
    Path second = PublishedGaussian.in(root, "2").directory;
    assertThatThrownBy(() -> publisher.publish(second, again))
        .isInstanceOfSatisfying(
            TakenVersionException.class, e -> assertThat(e.published()).isEqualTo(card))
        .hasMessageContaining("the job job-1 has a result already: gauss/1");
    assertThat(ModelArchive.read(client, topics).cards()).containsExactly(card);
  }

  @Test
  void ofTwoResultsThatArePublishedAtOnceOneIsTheJobs() throws Exception {
    List<Path> results =
        List.of(
            PublishedGaussian.in(root, "1").directory, PublishedGaussian.in(root, "2").directory);
    Publication ofJob = new Publication(null, "job-1", null, "worker", 5);
    ExecutorService workers = Executors.newFixedThreadPool(2);
    List<Future<ModelCard>> answers = new ArrayList<>();
    for (Path result : results) {
      answers.add(workers.submit(() -> new ModelPublisher(client, topics).publish(result, ofJob)));
    }
    workers.shutdown();
    int taken = 0;
    for (Future<ModelCard> answer : answers) {
      try {
        answer.get();
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(TakenVersionException.class);
        taken++;
      }
    }
    assertThat(taken).isEqualTo(1);
    assertThat(ModelArchive.read(client, topics).cards()).hasSize(1);
  }

  @Test
  void anActivationGoesToEveryPartitionWithASequenceAboveTheLast() throws Exception {
    ModelCard one = publish(PublishedGaussian.in(root, "1"));
    ModelCard two = publish(PublishedGaussian.in(root, "2"));
    Activations activations = new Activations(client, topics);
    assertThat(activations.write(two, "ana", "better", 10).sequence()).isEqualTo(1);
    Activation back = activations.write(one, "ben", "worse after all", 20);
    assertThat(back.sequence()).isEqualTo(2);
    activations.reject(two, "ben", "worse after all", 30);

    ModelArchive archive = ModelArchive.read(client, topics);
    assertThat(archive.lastSequence()).isEqualTo(2);
    assertThat(archive.activations()).extracting(Activation::version).containsExactly("2", "1");
    assertThat(archive.verdicts())
        .hasEntrySatisfying(
            "gauss/2",
            verdict -> assertThat(verdict.outcome()).isEqualTo(GateVerdict.Outcome.REJECT))
        .hasEntrySatisfying("gauss/1", verdict -> assertThat(verdict.by()).isEqualTo("ben"));
    try (TopicReading reading = TopicReading.open(client, topics.activations())) {
      List<Long> sequences = new ArrayList<>();
      reading.toPresentEnd(
          (key, value) -> {
            assertThat(key).isEqualTo("active");
            sequences.add(
                RetrainJson.parse(java.util.Objects.requireNonNull(value), Activation.class)
                    .sequence());
          });
      assertThat(sequences).containsExactlyInAnyOrder(1L, 1L, 1L, 2L, 2L, 2L);
    }
  }

  private ModelCard publish(PublishedGaussian made) throws IOException {
    return new ModelPublisher(client, topics).publish(made.directory, Publication.of("ana", 1000));
  }

  private ModelShelf shelf(String cache, FeatureSchema schema) {
    return ModelShelf.open(client, topics, root.resolve(cache), schema);
  }

  private void send(String topic, Map<String, byte[]> records) throws Exception {
    Properties properties = new Properties();
    properties.putAll(client);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, bytes, bytes)) {
      for (Map.Entry<String, byte[]> record : records.entrySet()) {
        producer
            .send(
                new ProducerRecord<>(
                    topic, record.getKey().getBytes(StandardCharsets.UTF_8), record.getValue()))
            .get();
      }
    }
  }

  private static String refusal(ModelShelf shelf, ModelCard card) throws InterruptedException {
    return await(
        () -> {
          assertThat(shelf.model(card.sha256())).isEmpty();
          return shelf.refusal(card.sha256());
        });
  }

  private static String sha256Of(byte[] bytes) {
    return org.apache.commons.codec.digest.DigestUtils.sha256Hex(bytes);
  }

  private static <T> T await(Supplier<Optional<T>> found) throws InterruptedException {
    Optional<T> result = found.get();
    while (result.isEmpty()) {
      Thread.sleep(20);
      result = found.get();
    }
    return result.get();
  }

  private static void await(java.util.function.BooleanSupplier holds) throws InterruptedException {
    while (!holds.getAsBoolean()) {
      Thread.sleep(20);
    }
  }
}

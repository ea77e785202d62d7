package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.model.GaussianBundle;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.ScoringModel;
import io.vigia.sim.Broker;
import io.vigia.sim.BrokerOptions;
import io.vigia.sim.SharedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The applications on a real broker. */
class DeploymentTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void rareEventsBecomeAlertsAndBadOnesDeadLetters() throws Exception {
    TopologySpec spec = spec("mixed", SharedBroker.get(), "managed");
    createSource(spec, Map.of("max.message.bytes", "3000000"));
    try (Deployment deployment = deployment(spec);
        KafkaProducer<byte[], byte[]> producer = producer(spec)) {
      deployment.start();
      for (int i = 0; i < 500; i++) {
        send(producer, spec, event(i, i % 100 == 50 ? 6 : 0.5));
      }
      send(producer, spec, null);
      send(producer, spec, "nonsense");
      send(producer, spec, "7".repeat(1_500_000));
      send(producer, spec, event(500, 1000));

      List<ConsumerRecord<byte[], byte[]>> alerts = read(spec, TopicNames.of(spec).alerts(), 5);
      List<ConsumerRecord<byte[], byte[]>> letters =
          read(spec, TopicNames.of(spec).deadLetters(), 3);

      for (ConsumerRecord<byte[], byte[]> alert : alerts) {
        JsonNode json = MAPPER.readTree(alert.value());
        assertThat(json.path("alert_tense").asText()).isEqualTo("current");
        assertThat(json.path("p_value").doubleValue()).isEqualTo(1e-4);
        assertThat(json.path("features").path("x").asDouble()).isEqualTo(6);
        assertThat(alert.key()).asString(UTF_8).isEqualTo(json.path("id").asText());
      }
      assertThat(letters.get(0).value()).isNull();
      assertThat(letters.get(1).value()).asString(UTF_8).isEqualTo("nonsense");
      assertThat(letters.get(2).value()).hasSize(DeadLetter.PREFIX_BYTES);
      assertThat(letters.get(2).headers().lastHeader("vigia.length").value())
          .asString(UTF_8)
          .isEqualTo("1500000");
      assertThat(read(spec, TopicNames.of(spec).scores(), 500)).hasSize(500);
      JsonNode tally = lastTally(spec, 504);
      assertThat(tally.path("scored").longValue()).isEqualTo(500);
      assertThat(tally.path("filtered").longValue()).isEqualTo(1);
      assertThat(tally.path("dead_lettered").longValue()).isEqualTo(3);
      assertThat(read(spec, TopicNames.of(spec).heartbeat(), 1)).isNotEmpty();
      await(() -> deployment.notReady().isEmpty(), "ready");
    }
  }

  @Test
  void restartGoesOnWhereItStopped() throws Exception {
    TopologySpec spec = spec("restart", SharedBroker.get(), "managed");
    createSource(spec, Map.of());
    try (KafkaProducer<byte[], byte[]> producer = producer(spec)) {
      try (Deployment deployment = deployment(spec)) {
        deployment.start();
        for (int i = 0; i < 100; i++) {
          send(producer, spec, event(i, 0.5));
        }
        read(spec, TopicNames.of(spec).scores(), 100);
      }
      for (int i = 100; i < 200; i++) {
        send(producer, spec, event(i, 0.5));
      }
      try (Deployment deployment = deployment(spec)) {
        deployment.start();
        assertThat(lastTally(spec, 200).path("received").longValue()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        try (TopicTail scores =
            TopicTail.open(spec.clientSettings(), TopicNames.of(spec).scores())) {
          scores.toPresentEnd(score -> ids.add(json(score).path("id").asText()));
        }
        assertThat(ids).hasSize(200).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void brokerThatGoesAwayIsWaitedFor() throws Exception {
    try (Broker broker = Broker.start(BrokerOptions.in(directory.resolve("broker")))) {
      TopologySpec spec = spec("away", broker, "managed");
      createSource(spec, Map.of());
      try (Deployment deployment = deployment(spec);
          KafkaProducer<byte[], byte[]> producer = producer(spec)) {
        deployment.start();
        send(producer, spec, event(0, 0.5));
        read(spec, TopicNames.of(spec).scores(), 1);

        broker.stop();
        await(
            () -> deployment.notReady().stream().anyMatch(r -> r.contains("does not answer")),
            "the loss to be noticed");
        broker.restart();
        for (int i = 1; i < 50; i++) {
          send(producer, spec, event(i, 0.5));
        }

        assertThat(ids(read(spec, TopicNames.of(spec).scores(), 50))).hasSize(50);
        await(() -> deployment.notReady().isEmpty(), "ready again");
        assertThat(deployment.failures()).isEmpty();
      }
    }
  }

  @Test
  void closesSoonWhereTheBrokerIsGone() throws Exception {
    try (Broker broker = Broker.start(BrokerOptions.in(directory.resolve("gone")))) {
      TopologySpec spec = spec("gone", broker, "managed");
      createSource(spec, Map.of());
      Deployment deployment = deployment(spec);
      deployment.start();
      await(() -> deployment.notReady().isEmpty(), "ready");
      broker.stop();
      await(
          () -> deployment.notReady().stream().anyMatch(r -> r.contains("does not answer")),
          "the loss to be noticed");

      // Docker kills after 10 s, Kubernetes after 30 s.
      assertTimeout(Duration.ofSeconds(10), deployment::close);
    }
  }

  @Test
  void missingTopicsAreNamedWhereWeMayCreateNone() throws Exception {
    TopologySpec spec = spec("existing", SharedBroker.get(), "existing");
    createSource(spec, Map.of());
    try (Deployment deployment = deployment(spec)) {
      assertThatThrownBy(deployment::start)
          .hasMessageContaining("existing.scores")
          .hasMessageContaining("existing.alerts")
          .hasMessageContaining("existing-score-tally-changelog")
          .hasMessageContaining("topics: managed");
    }
  }

  @Test
  void sourceThatHasGrownIsNamedWithWhatToDo() throws Exception {
    TopologySpec spec = spec("grown", SharedBroker.get(), "managed");
    createSource(spec, Map.of());
    try (Deployment deployment = deployment(spec)) {
      deployment.start();
      await(() -> deployment.notReady().isEmpty(), "ready");
    }
    Properties client = new Properties();
    client.putAll(spec.clientSettings());
    try (Admin admin = Admin.create(client)) {
      admin
          .createPartitions(
              Map.of(
                  spec.source().topic(),
                  org.apache.kafka.clients.admin.NewPartitions.increaseTo(3)))
          .all()
          .get();
    }
    try (Deployment deployment = deployment(spec)) {
      assertThatThrownBy(deployment::start)
          .hasMessageContaining("grown.events has 3 partitions")
          .hasMessageContaining("grown-score-tally-changelog --partitions 3");
    }
  }

  @Test
  void whatWaitsForItsReviewGoesOnWhenTheSecondLevelIsTakenOut() throws Exception {
    TopologySpec two = spec("undone", SharedBroker.get(), "managed", "{model: unused, wait: 1d}");
    createSource(two, Map.of());
    try (KafkaProducer<byte[], byte[]> producer = producer(two)) {
      try (Deployment deployment = deployment(two)) {
        deployment.start();
        await(() -> deployment.notReady().isEmpty(), "ready");
        send(producer, two, event(0, 6));
        read(two, TopicNames.of(two).awaitedReviews(), 2);
      }
      TopologySpec one = spec("undone", SharedBroker.get(), "managed");
      try (Deployment deployment = deployment(one)) {
        deployment.start();
        send(producer, one, event(1, 6));
        List<ConsumerRecord<byte[], byte[]>> alerts = read(one, TopicNames.of(one).alerts(), 2);
        assertThat(ids(alerts)).containsExactly("0", "1");
        assertThat(json(alerts.get(0)).path("review").asText()).isEqualTo("late");
        assertThat(json(alerts.get(1)).has("review")).isFalse();
      }
    }
  }

  private TopologySpec spec(String name, Broker broker, String topics) throws IOException {
    return spec(name, broker, topics, null);
  }

  private TopologySpec spec(String name, Broker broker, String topics, @Nullable String review)
      throws IOException {
    String yaml =
        """
        version: 1
        name: %s
        source: {topic: %s.events, format: json, event-id: [/event]}
        select: {inside: "abs(x) < 50"}
        features: [{name: x, unit: cm}, {name: y, unit: cm}]
        model: unused
        topics: %s
        alerts: {pre-cut: 1e-2, threshold: 1e-3}
        kafka: {bootstrap.servers: "%s"}
        """
            .formatted(name, name, topics, broker.bootstrapServers());
    yaml += review == null ? "" : "review: " + review + "\n";
    return TopologyFile.read(Files.writeString(directory.resolve(name + ".yaml"), yaml));
  }

  private Deployment deployment(TopologySpec spec) {
    ScoringModel model =
        ScoringModel.of(new StoredBundle(GaussianBundle.of(spec.features()), "ab"));
    Deployment.Settings settings =
        new Deployment.Settings(
            EnumSet.allOf(ApplicationRole.class), directory.resolve("state-" + spec.name()), 1);
    return new Deployment(spec, model, settings, StreamMeter.NONE);
  }

  private static String event(int id, double x) {
    return "{\"event\":" + id + ",\"x\":" + x + ",\"y\":0.1}";
  }

  private static void createSource(TopologySpec spec, Map<String, String> settings)
      throws Exception {
    Properties client = new Properties();
    client.putAll(spec.clientSettings());
    NewTopic topic = new NewTopic(spec.source().topic(), 1, (short) 1).configs(settings);
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(TopologySpec spec) {
    Map<String, Object> settings = new HashMap<>(spec.clientSettings());
    settings.put("max.request.size", 3_000_000);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, TopologySpec spec, @Nullable String event) {
    producer.send(
        new ProducerRecord<>(spec.source().topic(), event == null ? null : event.getBytes(UTF_8)));
  }

  /** At least so many committed records, in order of each partition, and what more there is. */
  private static List<ConsumerRecord<byte[], byte[]>> read(
      TopologySpec spec, String topic, int count) throws InterruptedException {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (TopicTail tail = TopicTail.open(spec.clientSettings(), topic)) {
      await(
          () -> {
            records.addAll(tail.poll());
            return records.size() >= count;
          },
          count + " records on " + topic);
    }
    return records;
  }

  private static List<String> ids(List<ConsumerRecord<byte[], byte[]>> scores) {
    return scores.stream().map(score -> json(score).path("id").asText()).distinct().toList();
  }

  private static JsonNode lastTally(TopologySpec spec, long received) throws InterruptedException {
    List<JsonNode> last = new ArrayList<>();
    try (TopicTail tail = TopicTail.open(spec.clientSettings(), TopicNames.of(spec).tallies())) {
      await(
          () -> {
            tail.poll().forEach(record -> last.add(json(record)));
            return !last.isEmpty()
                && last.get(last.size() - 1).path("received").longValue() >= received;
          },
          "a tally of " + received);
    }
    return last.get(last.size() - 1);
  }

  private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
    try {
      return MAPPER.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}

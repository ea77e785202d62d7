package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.sim.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void topicsOfOthersAreWaitedForAndNeverCreated() throws Exception {
    TopologySpec spec =
        TopologyFile.read(
            Files.writeString(
                directory.resolve("foreign.yaml"),
                """
                version: 1
                name: foreign
                source: {topic: foreign.events, event-id: [/event]}
                features: [{name: x}]
                segments: {topic: foreign.quality}
                kafka: {bootstrap.servers: "%s"}
                """
                    .formatted(SharedBroker.get().bootstrapServers())));
    Properties client = new Properties();
    client.putAll(spec.clientSettings());
    try (Admin admin = Admin.create(client)) {
      TopicSetup topics = new TopicSetup(admin, spec);
      assertThat(topics.missing())
          .containsExactly(
              "the source topic foreign.events", "the topic foreign.quality (segments.topic)");

      create(admin, "foreign.events");
      assertThat(topics.missing()).containsExactly("the topic foreign.quality (segments.topic)");

      create(admin, "foreign.quality");
      assertThat(topics.missing()).isEmpty();

      admin.createPartitions(Map.of("foreign.quality", NewPartitions.increaseTo(2))).all().get();
      awaitPartitions(admin, "foreign.quality", 2);
      assertThatThrownBy(topics::ensure)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("segments.topic: foreign.quality has 2 partitions");
      assertThat(admin.listTopics().names().get()).doesNotContain("foreign.scores");
    }
  }

  @Test
  void commandsAndFactsHaveThePartitionsOfTheSourceAndAreKept() throws Exception {
    TopologySpec spec =
        WrittenTopology.read(
            directory,
            """
            version: 1
            name: kept
            source: {topic: kept.events, event-id: [/event]}
            features: [{name: x}]
            kafka: {bootstrap.servers: "%s"}
            """
                .formatted(SharedBroker.get().bootstrapServers()));
    Properties client = new Properties();
    client.putAll(spec.clientSettings());
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic("kept.events", 3, (short) 1))).all().get();
      awaitPartitions(admin, "kept.events", 3);
      new TopicSetup(admin, spec).ensure();

      List<String> names = List.of("kept.activations", "kept.cutovers", "kept.models");
      awaitPartitions(admin, "kept.activations", 3);
      awaitPartitions(admin, "kept.cutovers", 3);
      awaitPartitions(admin, "kept.models", 1);
      assertThat(admin.describeTopics(names).allTopicNames().get())
          .extractingFromEntries(topic -> topic.getValue().partitions().size())
          .containsExactlyInAnyOrder(3, 3, 1);
      assertThat(setting(admin, "kept.activations", "cleanup.policy")).isEqualTo("compact");
      assertThat(setting(admin, "kept.models", "cleanup.policy")).isEqualTo("compact");
      assertThat(setting(admin, "kept.cutovers", "cleanup.policy")).isEqualTo("delete");
      assertThat(setting(admin, "kept.cutovers", "retention.ms")).isEqualTo("-1");

      admin.createPartitions(Map.of("kept.events", NewPartitions.increaseTo(4))).all().get();
      awaitPartitions(admin, "kept.events", 4);
      assertThatThrownBy(() -> new TopicSetup(admin, spec).ensure())
          .hasMessageContaining("--topic kept.activations --partitions 4")
          .hasMessageContaining("--topic kept.cutovers --partitions 4")
          .hasMessageContaining("vigia models promote");
    }
  }

  private static String setting(Admin admin, String topic, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var settings = admin.describeConfigs(List.of(resource)).all().get();
    return settings.values().iterator().next().get(name).value();
  }

  private static void create(Admin admin, String topic) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    awaitPartitions(admin, topic, 1);
  }

  /** A broker answers before it has heard itself of what it did. */
  private static void awaitPartitions(Admin admin, String topic, int count) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (partitions(admin, topic) != count) {
      assertThat(System.nanoTime()).as(topic + " with " + count).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static int partitions(Admin admin, String topic) throws Exception {
    try {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .values()
          .iterator()
          .next()
          .partitions()
          .size();
    } catch (ExecutionException e) {
      return 0;
    }
  }
}

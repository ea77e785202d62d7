package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.sim.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupTest {
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
      assertThatThrownBy(topics::ensure)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("segments.topic: foreign.quality has 2 partitions");
      assertThat(admin.listTopics().names().get()).doesNotContain("foreign.scores");
    }
  }

  private static void create(Admin admin, String topic) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
  }
}

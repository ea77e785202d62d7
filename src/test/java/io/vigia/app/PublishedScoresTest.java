package io.vigia.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.sim.SharedBroker;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PublishedScoresTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @Test
  void allThatWasSentIsReadInItsOrderAndWhatIsNoScoreIsNamed() throws Exception {
    TopologySpec spec = topology();
    String topic = TopicNames.of(spec).scores();
    Map<String, Object> settings = Map.copyOf(spec.clientSettings());
    try (Admin admin = Admin.create(settings);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
      send(producer, topic, "{\"id\":\"b\"}");
      send(producer, topic, "{\"id\":\"a\"}");
      List<String> ids = new ArrayList<>();
      PublishedScores.read(spec, score -> ids.add(score.path("id").asText()));
      assertThat(ids).containsExactly("b", "a");

      send(producer, topic, "nonsense");
      assertThatThrownBy(() -> PublishedScores.read(spec, score -> {}))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("the record at offset 2 of " + topic + " is no score");
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String value)
      throws Exception {
    producer.send(new ProducerRecord<>(topic, value.getBytes(UTF_8))).get();
  }

  private TopologySpec topology() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("published.yaml"),
            """
            version: 1
            name: published
            source: {topic: published.events, event-id: [/id]}
            features: [{name: x}]
            """);
    return TopologyFile.read(file)
        .withKafka(Map.of("bootstrap.servers", SharedBroker.get().bootstrapServers()));
  }
}

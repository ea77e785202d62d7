package io.vigia.app.bench.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the loop says on its topics, in the order in which a subscriber reads it. */
final class LoopWatch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A record.
   *
   * @param topic its last part, such as {@code drift}
   * @param millis its Kafka timestamp, ms since 1970 UTC
   */
  record Said(String topic, long millis, JsonNode json) {}

  private final TopicTail tail;
  private final String stem;
  private final List<Said> said = new ArrayList<>();

  LoopWatch(TopologySpec spec) {
    TopicNames topics = TopicNames.of(spec);
    this.stem = topics.drift().substring(0, topics.drift().lastIndexOf('.') + 1);
    this.tail =
        TopicTail.open(
            spec.clientSettings(),
            List.of(
                topics.drift(),
                topics.trainingJobs(),
                topics.trainingProgress(),
                topics.models(),
                topics.decisions(),
                topics.cutovers(),
                topics.alerts()));
  }

  /** Reads what has come. */
  void update() throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : tail.poll()) {
      if (record.value() != null) {
        said.add(
            new Said(
                record.topic().substring(stem.length()),
                record.timestamp(),
                JSON.readTree(record.value())));
      }
    }
  }

  /** Records of a topic, in order. */
  List<Said> on(String topic) {
    return said.stream().filter(one -> one.topic().equals(topic)).toList();
  }

  /** The first record of a topic that is such. */
  Optional<Said> first(String topic, Predicate<JsonNode> which) {
    return said.stream()
        .filter(one -> one.topic().equals(topic) && which.test(one.json()))
        .findFirst();
  }

  /** Verdicts on models. */
  Optional<Said> verdict() {
    return first("decisions", json -> json.path("about").asText().equals("model"));
  }

  /** What a worker said when it was so far. */
  Optional<Said> progress(String state) {
    return first("training-progress", json -> json.path("state").asText().equals(state));
  }

  @Override
  public void close() {
    tail.close();
  }
}

package io.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What subscribers to a topology's scores were sent until now. */
final class PublishedScores {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PublishedScores() {}

  /** Hands on each record of the scores topic, in its order. */
  static void read(TopologySpec spec, Consumer<JsonNode> take) {
    try (TopicTail tail = TopicTail.open(spec.clientSettings(), TopicNames.of(spec).scores())) {
      tail.toPresentEnd(
          record -> {
            take.accept(json(record));
            return true;
          });
    }
  }

  private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
    try {
      return MAPPER.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the record at offset " + record.offset() + " of " + record.topic() + " is no score", e);
    }
  }
}

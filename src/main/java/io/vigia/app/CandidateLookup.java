package io.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Finds a candidate on the cluster by the id of its event. */
final class CandidateLookup {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CandidateLookup() {}

  /**
   * The last candidate record of this event.
   *
   * @return null where there is none, or none any more
   */
  static @Nullable JsonNode byId(TopologySpec spec, String id) {
    AtomicReference<@Nullable JsonNode> found = new AtomicReference<>();
    try (TopicTail tail = TopicTail.open(spec.clientSettings(), TopicNames.of(spec).candidates())) {
      tail.toPresentEnd(
          record -> {
            JsonNode candidate = parsed(record);
            if (candidate.path("id").asText().equals(id)) {
              found.set(candidate);
            }
            return true;
          });
    }
    return found.get();
  }

  private static JsonNode parsed(ConsumerRecord<byte[], byte[]> record) {
    try {
      return MAPPER.readTree(record.value());
    } catch (IOException e) {
      return MAPPER.missingNode(); // what is no candidate is not the one that is looked for
    }
  }
}

package io.vigia.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Counts, as a subscriber sees them, the outcomes of each input record: its score or its dead
 * letter, by the origin that both carry.
 */
final class OutcomeLedger implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TopicTail scores;
  private final TopicTail deadLetters;
  private final Map<String, Integer> outcomes = new HashMap<>();
  private long scored;
  private long latestScoredTimestamp;

  OutcomeLedger(Map<String, String> kafka, TopicNames topics) {
    scores = TopicTail.open(kafka, topics.scores());
    deadLetters = TopicTail.open(kafka, topics.deadLetters());
  }

  /** Reads what has come. */
  void update() {
    for (ConsumerRecord<byte[], byte[]> record : scores.poll()) {
      JsonNode origin = json(record.value()).path("origin");
      count(origin.path("partition").intValue() + "-" + origin.path("offset").longValue());
      scored++;
      latestScoredTimestamp = Math.max(latestScoredTimestamp, origin.path("timestamp").longValue());
    }
    for (ConsumerRecord<byte[], byte[]> record : deadLetters.poll()) {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      int offset = key.lastIndexOf('-');
      count(key.substring(key.lastIndexOf('-', offset - 1) + 1));
    }
  }

  private void count(String origin) {
    outcomes.merge(origin, 1, Integer::sum);
  }

  /** Input records with at least one outcome. */
  long seen() {
    return outcomes.size();
  }

  /** Score records. */
  long scored() {
    return scored;
  }

  /** Outcomes beyond the first of their input. */
  long doubled() {
    return outcomes.values().stream().mapToLong(n -> n - 1L).sum();
  }

  /** The latest source timestamp among the events scored, ms since 1970 UTC. */
  long latestScoredTimestamp() {
    return latestScoredTimestamp;
  }

  private static JsonNode json(byte[] value) {
    try {
      return MAPPER.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException("a score record that is not JSON", e);
    }
  }

  @Override
  public void close() {
    scores.close();
    deadLetters.close();
  }
}

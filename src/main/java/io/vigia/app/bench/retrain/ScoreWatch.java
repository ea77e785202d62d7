package io.vigia.app.bench.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a subscriber sees of a stream's scores: each record's outcome once, its p-value, by which
 * bundle, and how long it took. One thread feeds it; figures are taken when that has ended.
 */
final class ScoreWatch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LATEST = 5000;
  private static final int PROMPT_MILLIS = 600;

  /**
   * A score.
   *
   * @param sentMillis the source record's timestamp, ms since 1970 UTC
   * @param latencyMillis from there to the subscriber
   */
  record Seen(long sentMillis, int latencyMillis, double pValue, String model) {}

  private final TopicTail tail;
  private final List<Seen> scores = new ArrayList<>();
  private final Map<Integer, BitSet> offsets = new HashMap<>();
  private long doubled;
  private long others;

  ScoreWatch(TopologySpec spec) {
    TopicNames topics = TopicNames.of(spec);
    this.tail =
        TopicTail.open(spec.clientSettings(), List.of(topics.scores(), topics.deadLetters()));
  }

  /** Reads what has come. */
  void update() throws IOException {
    List<ConsumerRecord<byte[], byte[]>> records = tail.poll();
    long now = System.currentTimeMillis();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      JsonNode json = JSON.readTree(record.value());
      JsonNode origin = json.path("origin");
      BitSet seen = offsets.computeIfAbsent(origin.path("partition").intValue(), p -> new BitSet());
      int offset = Math.toIntExact(origin.path("offset").longValue());
      if (seen.get(offset)) {
        doubled++;
        continue;
      }
      seen.set(offset);
      if (!json.has("p_value")) {
        others++;
        continue;
      }
      long sent = origin.path("timestamp").longValue();
      scores.add(
          new Seen(
              sent,
              (int) (now - sent),
              json.path("p_value").doubleValue(),
              json.path("model").path("sha256").asText().intern()));
    }
  }

  /** Records with an outcome. */
  long outcomes() {
    return scores.size() + others;
  }

  /** Outcomes beyond the first of their record. */
  long doubled() {
    return doubled;
  }

  /** Whether the last {@value #LATEST} scores came soon: no backlog of a start is left. */
  boolean isPrompt() {
    int size = scores.size();
    return size >= LATEST && latency(scores.subList(size - LATEST, size), 0.9) <= PROMPT_MILLIS;
  }

  /** Scores of records sent at such times. */
  List<Seen> sentAt(LongPredicate millis) {
    return where(seen -> millis.test(seen.sentMillis()));
  }

  /** Scores of this kind. */
  List<Seen> where(Predicate<Seen> which) {
    return scores.stream().filter(which).toList();
  }

  /** The q-quantile of their latencies, ms; NaN of none. */
  static double latency(List<Seen> scores, double q) {
    int[] sorted = scores.stream().mapToInt(Seen::latencyMillis).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1L, (long) (q * sorted.length))];
  }

  /** How many are at or below p. */
  static long rare(List<Seen> scores, double p) {
    return scores.stream().filter(seen -> seen.pValue() <= p).count();
  }

  /** Digests of the bundles that scored, in the order of their first score. */
  List<String> models() {
    return Arrays.asList(scores.stream().map(Seen::model).distinct().toArray(String[]::new));
  }

  @Override
  public void close() {
    tail.close();
  }
}

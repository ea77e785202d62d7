package io.vigia.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.topology.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The demo's books: what the producer sent against what a subscriber read. Outcomes are told apart
 * by the source record that they name, alerts by their event id. Shared by the producer, the
 * subscriber and the screen.
 */
final class Ledger {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double NOT_SCORED = Double.NaN;

  private final TopicNames topics;
  private final double threshold;
  private final Duration warmUp;
  private final SeenOffsets outcomes = new SeenOffsets();
  private final Map<String, Double> injected = new HashMap<>();
  private final Set<String> alerted = new HashSet<>();
  private final Map<String, Long> deadLetters = new TreeMap<>();
  private final Deque<Notice> notices = new ArrayDeque<>();
  private final Histogram latencyMillis = new Histogram(3);
  private long sent;
  private long scored;
  private long scoredInjected;
  private long alertsDue;
  private long caught;
  private long doubled;
  private long warmMillis;
  private long firstSentNanos;
  private long lastOutcomeNanos;

  /**
   * @param threshold p-value at or below which an alert is due
   * @param warmUp how long after the first event latencies do not count
   */
  Ledger(TopicNames topics, double threshold, Duration warmUp) {
    this.topics = topics;
    this.threshold = threshold;
    this.warmUp = warmUp;
  }

  synchronized void sent(String id, boolean isInjected) {
    count();
    if (isInjected) {
      injected.put(id, NOT_SCORED);
    }
  }

  synchronized void sentBroken() {
    count();
  }

  private void count() {
    if (sent++ == 0) {
      firstSentNanos = System.nanoTime();
      warmMillis = System.currentTimeMillis() + warmUp.toMillis();
      lastOutcomeNanos = firstSentNanos;
    }
  }

  /** Books a record of the scores, alerts or dead-letters topic, read just now. */
  synchronized void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(topics.scores())) {
      score(json(record));
    } else if (record.topic().equals(topics.alerts())) {
      alert(json(record));
    } else {
      deadLetter(record);
    }
  }

  private void score(JsonNode score) {
    JsonNode origin = score.path("origin");
    long sentMillis = origin.path("timestamp").longValue();
    if (sentMillis >= warmMillis) {
      latencyMillis.recordValue(Math.max(0, System.currentTimeMillis() - sentMillis));
    }
    if (!outcome(origin.path("partition").intValue(), origin.path("offset").longValue())) {
      return;
    }
    scored++;
    double pValue = score.path("p_value").doubleValue();
    if (injected.replace(score.path("id").textValue(), pValue) != null) {
      scoredInjected++;
    }
    if (pValue <= threshold) {
      alertsDue++;
    }
  }

  private void alert(JsonNode alert) {
    String id = alert.path("id").textValue();
    if (!alerted.add(id)) {
      doubled++;
      return;
    }
    boolean isInjected = injected.containsKey(id);
    if (isInjected) {
      caught++;
    }
    notices.add(new Notice.Alert(sinceStart(), MuonAlert.of(alert), isInjected));
  }

  private void deadLetter(ConsumerRecord<byte[], byte[]> letter) {
    String reason = header(letter, "vigia.reason");
    int partition = Integer.parseInt(header(letter, "vigia.origin.partition"));
    long offset = Long.parseLong(header(letter, "vigia.origin.offset"));
    if (!header(letter, "vigia.origin.topic").equals(topics.source())) {
      throw new IllegalStateException(
          "the desk could not read a candidate: " + header(letter, "vigia.detail"));
    }
    if (outcome(partition, offset) && deadLetters.merge(reason, 1L, Long::sum) == 1) {
      notices.add(new Notice.FirstDeadLetter(sinceStart(), reason, header(letter, "vigia.detail")));
    }
  }

  private boolean outcome(int partition, long offset) {
    lastOutcomeNanos = System.nanoTime();
    boolean first = outcomes.add(partition, offset);
    if (!first) {
      doubled++;
    }
    return first;
  }

  private double sinceStart() {
    return (System.nanoTime() - firstSentNanos) / 1e9;
  }

  /** What has happened since the last call, for people. */
  synchronized List<Notice> notices() {
    List<Notice> news = List.copyOf(notices);
    notices.clear();
    return news;
  }

  synchronized Counts counts() {
    List<Double> missed = new ArrayList<>();
    injected.forEach(
        (id, pValue) -> {
          if (!alerted.contains(id) && !pValue.isNaN()) {
            missed.add(pValue);
          }
        });
    missed.sort(null);
    return new Counts(
        sent,
        scored,
        scored - scoredInjected,
        deadLetters,
        alerted.size(),
        alertsDue,
        injected.size(),
        caught,
        missed,
        doubled,
        (lastOutcomeNanos - firstSentNanos) / 1e9,
        latencyMillis.getValueAtPercentile(50),
        latencyMillis.getValueAtPercentile(99));
  }

  private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
    try {
      return MAPPER.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException("a record of " + record.topic() + " that is not JSON", e);
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}

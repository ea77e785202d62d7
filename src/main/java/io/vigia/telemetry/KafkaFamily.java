package io.vigia.telemetry;

import io.vigia.topology.ApplicationRole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * One of Kafka's metrics that is let through, renamed and in base units.
 *
 * @param group Kafka's group, such as {@code stream-thread-metrics}
 * @param metric Kafka's name within the group
 * @param tags the tags a metric must have, no more and no fewer; they become the labels
 * @param name {@code vigia_kafka_}, the group without {@code -metrics}, the quantity, its unit
 * @param scale from Kafka's unit to the base unit
 */
record KafkaFamily(
    String group,
    String metric,
    List<String> tags,
    String name,
    boolean counter,
    double scale,
    String help) {

  static final List<KafkaFamily> ALLOWED = allowed();

  private static final Map<String, List<KafkaFamily>> BY_METRIC = new HashMap<>();

  static {
    for (KafkaFamily family : ALLOWED) {
      BY_METRIC
          .computeIfAbsent(family.group + "/" + family.metric, key -> new ArrayList<>())
          .add(family);
    }
  }

  /** The family that lets this metric through, or null. */
  static @Nullable KafkaFamily of(MetricName metric) {
    List<KafkaFamily> named = BY_METRIC.get(metric.group() + "/" + metric.name());
    if (named == null) {
      return null;
    }
    Set<String> tags = metric.tags().keySet();
    for (KafkaFamily family : named) {
      if (tags.size() == family.tags.size() && tags.containsAll(family.tags)) {
        return family;
      }
    }
    return null;
  }

  private static List<KafkaFamily> allowed() {
    double milli = 1e-3;
    double nano = 1e-9;
    Group application = new Group("stream-metrics", "client-id");
    Group thread = new Group("stream-thread-metrics", "thread-id");
    Group task = new Group("stream-task-metrics", "thread-id", "task-id");
    Group fetch = new Group("consumer-fetch-manager-metrics", "client-id");
    Group partition =
        new Group("consumer-fetch-manager-metrics", "client-id", "topic", "partition");
    Group coordinator = new Group("consumer-coordinator-metrics", "client-id");
    Group producer = new Group("producer-metrics", "client-id");
    return List.of(
        application.gauge("alive-stream-threads", "alive_threads", 1, "Threads alive."),
        application.counter("failed-stream-threads", "failed_threads", 1, "Threads failed."),
        thread.gauge("process-rate", "process_rate", 1, "Records processed a second."),
        thread.counter("process-total", "process", 1, "Records processed."),
        thread.gauge("process-ratio", "process_ratio", 1, "Share of time spent processing."),
        thread.gauge("poll-ratio", "poll_ratio", 1, "Share of time spent polling."),
        thread.gauge("commit-ratio", "commit_ratio", 1, "Share of time spent committing."),
        thread.gauge("poll-latency-avg", "poll_latency_avg_seconds", milli, "Mean poll."),
        thread.gauge("commit-latency-avg", "commit_latency_avg_seconds", milli, "Mean commit."),
        thread.gauge("commit-latency-max", "commit_latency_max_seconds", milli, "Longest commit."),
        thread.counter("commit-total", "commit", 1, "Commits."),
        thread.counter("blocked-time-ns-total", "blocked_seconds", nano, "Waiting for Kafka."),
        task.counter("dropped-records-total", "dropped_records", 1, "Dropped; none is expected."),
        fetch.gauge("records-lag-max", "records_lag_max", 1, "Lag of the slowest partition."),
        partition.gauge("records-lag", "records_lag", 1, "Records yet to be read."),
        fetch.gauge("records-consumed-rate", "records_consumed_rate", 1, "Records a second."),
        fetch.counter("records-consumed-total", "records_consumed", 1, "Records consumed."),
        fetch.counter("bytes-consumed-total", "consumed_bytes", 1, "Bytes consumed."),
        fetch.gauge("fetch-latency-avg", "fetch_latency_avg_seconds", milli, "Mean fetch."),
        coordinator.gauge("assigned-partitions", "assigned_partitions", 1, "Partitions owned."),
        coordinator.counter("rebalance-total", "rebalance", 1, "Rebalances."),
        coordinator.gauge(
            "last-heartbeat-seconds-ago",
            "last_heartbeat_age_seconds",
            1,
            "Time since the last heartbeat to the group's coordinator."),
        producer.counter("record-send-total", "record_send", 1, "Records sent."),
        producer.counter("record-error-total", "record_error", 1, "Records that failed."),
        producer.counter("record-retry-total", "record_retry", 1, "Records sent again."),
        producer.gauge("request-latency-avg", "request_latency_avg_seconds", milli, "Mean send."),
        producer.counter(
            "txn-commit-time-ns-total", "txn_commit_seconds", nano, "Committing transactions."));
  }

  /** A group of Kafka's metrics at one level of its tags. */
  private record Group(String name, List<String> tags) {
    Group(String name, String... tags) {
      this(name, List.of(tags));
    }

    KafkaFamily gauge(String metric, String quantity, double scale, String help) {
      return new KafkaFamily(name, metric, tags, stem() + quantity, false, scale, help);
    }

    KafkaFamily counter(String metric, String quantity, double scale, String help) {
      String total = stem() + quantity + "_total";
      return new KafkaFamily(name, metric, tags, total, true, scale, help);
    }

    private String stem() {
      return "vigia_kafka_" + name.replaceFirst("-metrics$", "").replace('-', '_') + "_";
    }
  }

  List<String> labelNames() {
    List<String> names = new ArrayList<>(List.of("role"));
    for (String tag : tags) {
      names.add(tag.replaceFirst("-id$", ""));
    }
    return names;
  }

  List<String> labelValues(ApplicationRole role, Map<String, String> tagValues) {
    List<String> values = new ArrayList<>(List.of(role.label()));
    for (String tag : tags) {
      String value = tagValues.getOrDefault(tag, "");
      values.add(tag.equals("client-id") || tag.equals("thread-id") ? lasting(value) : value);
    }
    return values;
  }

  /**
   * What of a client's or thread's id outlives a restart: {@code StreamThread-1-consumer} of {@code
   * dimuon-score-<uuid>-StreamThread-1-consumer}.
   */
  private static String lasting(String id) {
    int thread = id.indexOf("StreamThread-");
    return thread < 0 ? "application" : id.substring(thread);
  }
}

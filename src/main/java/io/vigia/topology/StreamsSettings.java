package io.vigia.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The Kafka Streams settings of an application. Order: what the guarantees need (cannot be
 * changed), then the topology's {@code kafka:} settings, then the defaults here.
 */
public final class StreamsSettings {
  /** An open transaction blocks read-committed readers for at most this long after a kill. */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  private StreamsSettings() {}

  /**
   * The settings of one application.
   *
   * @param stateDirectory of this process alone
   * @param threads that process records
   */
  public static Properties of(
      TopologySpec spec, ApplicationRole role, Path stateDirectory, int threads) {
    Properties properties = new Properties();
    properties.putAll(defaults());
    properties.putAll(spec.clientSettings());
    properties.putAll(guarantees());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, TopicNames.of(spec).applicationId(role));
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        instanceId(stateDirectory));
    return properties;
  }

  private static Map<String, Object> defaults() {
    Map<String, Object> defaults = new HashMap<>();
    // A read-committed reader sees a score at the commit after it: this bounds the latency.
    defaults.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    defaults.put(StreamsConfig.POLL_MS_CONFIG, 10);
    defaults.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // How long the partitions of a dead process stay orphaned when it does not come back.
    defaults.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
    defaults.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);
    defaults.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    // A broker may be away for long; waiting is right, giving up is not.
    defaults.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, Long.MAX_VALUE);
    defaults.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
    defaults.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    defaults.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 131_072);
    return defaults;
  }

  private static Map<String, Object> guarantees() {
    return Map.of(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        StreamsConfig.EXACTLY_ONCE_V2,
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        TRANSACTION_TIMEOUT_MS,
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
        RecordTime.class,
        StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
        true);
  }

  /**
   * A name for this state directory, kept in it. As a static group member a process that comes back
   * takes over its own partitions at once, where a stranger would wait for the session timeout.
   */
  private static String instanceId(Path stateDirectory) {
    Path file = stateDirectory.resolve("instance-id");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(stateDirectory);
        Files.writeString(file, UUID.randomUUID().toString());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory cannot be used: " + stateDirectory, e);
    }
  }
}

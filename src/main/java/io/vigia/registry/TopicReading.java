package io.vigia.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads a topic from its beginning, committed records only, without a group. */
final class TopicReading implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  private TopicReading(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /** What is done with a record. */
  interface Reader {
    void record(String key, byte @Nullable [] value) throws IOException;
  }

  /**
   * @throws IllegalArgumentException where there is no such topic
   * @throws KafkaException where no broker answers
   */
  static TopicReading open(Map<String, String> client, String topic) {
    KafkaConsumer<byte[], byte[]> consumer = consumer(client, "read_committed");
    try {
      List<TopicPartition> partitions = partitions(consumer, client, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return new TopicReading(consumer, partitions);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      Map<String, String> client, String isolation) {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, Map<String, String> client, String topic) {
    try {
      List<PartitionInfo> infos = consumer.partitionsFor(topic, PATIENCE);
      if (infos == null || infos.isEmpty()) {
        throw new IllegalArgumentException(
            "there is no topic "
                + topic
                + " on "
                + client.get("bootstrap.servers")
                + "; 'vigia run' creates it where topics are managed");
      }
      return infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    } catch (TimeoutException e) {
      throw new KafkaException(
          "no broker answers at "
              + client.get("bootstrap.servers")
              + " within "
              + PATIENCE.toSeconds()
              + " s; is the address right (kafka.bootstrap.servers, -K, VIGIA_BOOTSTRAP_SERVERS),"
              + " and is the broker up?",
          e);
    }
  }

  /** The numbers of its partitions. */
  List<Integer> partitions() {
    return partitions.stream().map(TopicPartition::partition).toList();
  }

  /** Hands over the next records, waiting a moment for them. */
  void poll(Reader reader) throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      hand(record, reader);
    }
  }

  /** Hands over all records up to the end that the topic has at this call. */
  void toPresentEnd(Reader reader) throws IOException {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (isBefore(ends)) {
      poll(reader);
    }
  }

  /**
   * The same up to the end that includes what is not committed yet, once it is or is aborted.
   *
   * @return whether that came within a while
   */
  static boolean toHighWatermark(Map<String, String> client, String topic, Reader reader)
      throws IOException {
    try (TopicReading reading = open(client, topic)) {
      Map<TopicPartition, Long> ends;
      try (KafkaConsumer<byte[], byte[]> all = consumer(client, "read_uncommitted")) {
        ends = all.endOffsets(reading.partitions);
      }
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (reading.isBefore(ends)) {
        if (System.nanoTime() - deadline > 0) {
          return false;
        }
        reading.poll(reader);
      }
      return true;
    }
  }

  private boolean isBefore(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue());
  }

  private static void hand(ConsumerRecord<byte[], byte[]> record, Reader reader)
      throws IOException {
    if (record.key() != null) { // without one it is none of ours
      reader.record(new String(record.key(), StandardCharsets.UTF_8), record.value());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}

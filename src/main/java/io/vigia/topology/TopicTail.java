package io.vigia.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics as a subscriber does, committed records only, without a group: from its beginning or
 * a time on, to its present end or for ever.
 */
public final class TopicTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  private TopicTail(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /**
   * Opens a topic at its beginning.
   *
   * @param kafka client settings
   * @throws IllegalArgumentException when there is no such topic
   */
  public static TopicTail open(Map<String, String> kafka, String topic) {
    return open(kafka, List.of(topic));
  }

  /**
   * Opens several topics at their beginnings; their records come in no particular order.
   *
   * @param kafka client settings
   * @throws IllegalArgumentException when one does not exist
   */
  public static TopicTail open(Map<String, String> kafka, List<String> topics) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      List<PartitionInfo> infos = partitions(consumer, topic, kafka);
      if (infos == null || infos.isEmpty()) {
        consumer.close();
        throw new IllegalArgumentException(
            "there is no topic " + topic + " on " + kafka.get("bootstrap.servers"));
      }
      infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return new TopicTail(consumer, List.copyOf(partitions));
  }

  private static @Nullable List<PartitionInfo> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic, Map<String, String> kafka) {
    try {
      return consumer.partitionsFor(topic, UnreachableBrokerException.PATIENCE);
    } catch (TimeoutException e) {
      consumer.close();
      throw new UnreachableBrokerException(kafka, e);
    }
  }

  /** Starts at the first record whose timestamp is at or after a time, ms since 1970 UTC. */
  public TopicTail since(long timestamp) {
    Map<TopicPartition, Long> asked = new java.util.HashMap<>();
    partitions.forEach(partition -> asked.put(partition, timestamp));
    for (var entry : consumer.offsetsForTimes(asked).entrySet()) {
      seek(entry.getKey(), entry.getValue());
    }
    return this;
  }

  private void seek(TopicPartition partition, @Nullable OffsetAndTimestamp found) {
    if (found == null) {
      consumer.seekToEnd(List.of(partition));
    } else {
      consumer.seek(partition, found.offset());
    }
  }

  /** Starts at the present end. */
  public TopicTail atEnd() {
    consumer.seekToEnd(partitions);
    return this;
  }

  /** The next committed records, waiting a moment for them; empty when there are none yet. */
  public List<ConsumerRecord<byte[], byte[]>> poll() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(POLL).forEach(records::add);
    return records;
  }

  /**
   * Hands over every record up to the end that the topic has at this call.
   *
   * @param reader answers whether to go on
   */
  public void toPresentEnd(Predicate<ConsumerRecord<byte[], byte[]>> reader) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : poll()) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        long end = ends.getOrDefault(partition, 0L);
        if (record.offset() < end && !reader.test(record)) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}

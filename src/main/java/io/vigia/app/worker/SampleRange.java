package io.vigia.app.worker;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Stretches of the topic of samples, read as committed, by offset and by nothing else: the same
 * stretch gives the same records whoever reads it, as long as retention has left it alone.
 */
public final class SampleRange implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  /** The broker may be away for a while; a training that has waited for hours can wait for that. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final Clock clock;

  /**
   * What was read of a stretch.
   *
   * @param records that were there
   * @param firstKept the first offset that retention has left; the stretch's own where it took none
   */
  public record Reading(long from, long to, long records, long firstKept) {
    /** Offsets of the stretch that are gone. */
    public long gone() {
      return Math.min(firstKept, to) - from;
    }
  }

  SampleRange(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      Clock clock) {
    this.consumer = consumer;
    this.partition = partition;
    this.clock = clock;
    consumer.assign(List.of(partition));
  }

  /**
   * Opens the topic of samples, which has one partition.
   *
   * @param kafka client settings
   */
  public static SampleRange open(Map<String, String> kafka, String topic) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    // What retention takes while we read must be an error, not a jump.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    return new SampleRange(
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        new TopicPartition(topic, 0),
        Clock.systemUTC());
  }

  /**
   * Hands over every record from one offset to before another.
   *
   * @throws KafkaException where the broker does not answer, or retention takes records that are
   *     just being read
   */
  public Reading read(long from, long to, Consumer<byte[]> reader) {
    long first = Math.max(from, beginning());
    if (first >= to) {
      return new Reading(from, to, 0, first);
    }
    consumer.seek(partition, first);
    long records = 0;
    long heard = clock.millis();
    // By position: what ends a transaction takes an offset and is no record.
    for (long at = first; at < to; ) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < to && record.value() != null) {
          records++;
          reader.accept(record.value());
        }
      }
      long now = consumer.position(partition);
      if (now > at) {
        heard = clock.millis();
      } else if (clock.millis() - heard > PATIENCE.toMillis()) {
        throw new KafkaException(
            partition + " gives nothing from offset " + at + " on, and should up to " + to);
      }
      at = now;
    }
    return new Reading(from, to, records, first);
  }

  /** The first offset that retention has left. */
  public long beginning() {
    return offset(consumer.beginningOffsets(List.of(partition)));
  }

  /** The offset after the last committed record. */
  public long end() {
    return offset(consumer.endOffsets(List.of(partition)));
  }

  private long offset(Map<TopicPartition, Long> offsets) {
    return offsets.getOrDefault(partition, 0L);
  }

  /**
   * The first offset written at or after a time, ms since 1970 UTC; the end where there is none.
   */
  public long at(long timestamp) {
    @Nullable OffsetAndTimestamp found =
        consumer.offsetsForTimes(Map.of(partition, timestamp)).get(partition);
    return found == null ? end() : found.offset();
  }

  @Override
  public void close() {
    consumer.close();
  }
}

package io.vigia.app.worker;

import io.vigia.retrain.JobProgress.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs from a share group (KIP-932): one at a time, acknowledged by word, its lock renewed while it
 * is worked on (KIP-1222). Owned by one thread.
 */
final class JobSource implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobSource.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RENEWED = Duration.ofSeconds(5);
  private static final Duration COMMIT = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final ShareConsumer<byte[], byte[]> consumer;
  private @Nullable ConsumerRecord<byte[], byte[]> held;

  private final int deliveries;

  private JobSource(ShareConsumer<byte[], byte[]> consumer, String topic, int deliveries) {
    this.consumer = consumer;
    this.deliveries = deliveries;
    consumer.subscribe(List.of(topic));
  }

  /**
   * Joins the group.
   *
   * @param kafka client settings
   * @param deliveries of a job that the group allows
   */
  public static JobSource join(Map<String, String> kafka, WorkerGroup group, int deliveries) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group.id());
    properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    // Else a fetch acquires a whole batch of jobs, which no other worker then gets.
    properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
    return new JobSource(
        new KafkaShareConsumer<>(
            properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        group.jobs(),
        deliveries);
  }

  /** The next job, waiting a moment for it. */
  Optional<JobDelivery> next() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      held = record;
      return Optional.of(JobDelivery.of(record, deliveries));
    }
    return Optional.empty();
  }

  /** How long the broker leaves a job to a worker that says nothing. */
  Duration lock() {
    return Duration.ofMillis(
        consumer.acquisitionLockTimeoutMs().orElse(WorkerGroup.DEFAULT_LOCK_MILLIS));
  }

  /**
   * Says that the job in hand is still worked on.
   *
   * @return whether the broker agrees; where it does not, another worker may have it by now
   */
  boolean renew() {
    return acknowledge(AcknowledgeType.RENEW) && takeBack();
  }

  /** The client hands a renewed record out again; only then can it be acknowledged once more. */
  private boolean takeBack() {
    long tries = RENEWED.dividedBy(POLL);
    for (long i = 0; i < tries; i++) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        held = record;
        return true;
      }
    }
    return false;
  }

  /**
   * Ends the work on the job in hand.
   *
   * @return whether the broker took it; where it did not, another worker may have the job by now
   */
  boolean finish(JobEnd end) {
    AcknowledgeType type =
        !end.isFinal()
            ? AcknowledgeType.RELEASE
            : end.state() == State.FAILED ? AcknowledgeType.REJECT : AcknowledgeType.ACCEPT;
    boolean taken = acknowledge(type);
    held = null;
    return taken;
  }

  private boolean acknowledge(AcknowledgeType type) {
    ConsumerRecord<byte[], byte[]> record = held;
    if (record == null) {
      return false;
    }
    try {
      consumer.acknowledge(record, type);
      for (Map.Entry<TopicIdPartition, Optional<KafkaException>> answer :
          consumer.commitSync(COMMIT).entrySet()) {
        if (answer.getValue().isPresent()) {
          throw answer.getValue().get();
        }
      }
      return true;
    } catch (KafkaException | IllegalStateException e) {
      LOG.warn("{} of the job at offset {} was not taken: {}", type, record.offset(), e.toString());
      return false;
    }
  }

  /** Leaves the group; a job in hand goes to another worker. */
  @Override
  public void close() {
    consumer.close(CLOSE);
  }
}

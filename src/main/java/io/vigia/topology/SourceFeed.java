package io.vigia.topology;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Puts events on the source topic: for replays, the demo and the benchmarks. */
public final class SourceFeed implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private SourceFeed(KafkaProducer<byte[], byte[]> producer, String topic) {
    this.producer = producer;
    this.topic = topic;
  }

  /**
   * Opens the source topic of a topology.
   *
   * @param partitions of the topic, where it has to be created
   */
  public static SourceFeed open(TopologySpec spec, int partitions) throws InterruptedException {
    createTopic(spec, partitions);
    Properties properties = new Properties();
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.putAll(spec.clientSettings());
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new SourceFeed(new KafkaProducer<>(properties, bytes, bytes), spec.source().topic());
  }

  private static void createTopic(TopologySpec spec, int partitions) throws InterruptedException {
    Properties properties = new Properties();
    properties.putAll(spec.clientSettings());
    NewTopic topic = new NewTopic(spec.source().topic(), Optional.of(partitions), Optional.empty());
    try (Admin admin = Admin.create(properties)) {
      int patience = (int) UnreachableBrokerException.PATIENCE.toMillis();
      admin.createTopics(List.of(topic), new CreateTopicsOptions().timeoutMs(patience)).all().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new UnreachableBrokerException(spec.clientSettings(), e);
      }
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException("the source topic cannot be created: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Sends one event.
   *
   * @param headers text by name; scoring reads none of them
   * @throws KafkaException when an earlier event could not be sent
   */
  public void send(byte @Nullable [] key, byte @Nullable [] event, Map<String, String> headers) {
    throwEarlierFailure();
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, event);
    headers.forEach(
        (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    producer.send(
        record,
        (metadata, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
  }

  private void throwEarlierFailure() {
    Exception earlier = failure.get();
    if (earlier != null) {
      throw new KafkaException("an event could not be sent: " + earlier.getMessage(), earlier);
    }
  }

  /** Waits until everything sent is on the topic. */
  public void flush() {
    producer.flush();
    throwEarlierFailure();
  }

  @Override
  public void close() {
    producer.close();
  }
}

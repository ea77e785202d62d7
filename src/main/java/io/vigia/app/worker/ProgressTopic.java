package io.vigia.app.worker;

import io.vigia.retrain.JobProgress;
import io.vigia.retrain.RetrainJson;
import io.vigia.topology.TopicTail;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic of progress. */
final class ProgressTopic implements JobLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressTopic.class);

  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, String> kafka;
  private final String topic;

  private ProgressTopic(
      KafkaProducer<byte[], byte[]> producer, Map<String, String> kafka, String topic) {
    this.producer = producer;
    this.kafka = kafka;
    this.topic = topic;
  }

  /**
   * @param kafka client settings
   */
  public static ProgressTopic open(Map<String, String> kafka, String topic) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new ProgressTopic(new KafkaProducer<>(properties, bytes, bytes), kafka, topic);
  }

  @Override
  public void say(JobProgress progress) {
    producer.send(
        record(progress),
        (sent, failure) -> {
          if (failure != null) {
            LOG.warn("progress of job {} is not written: {}", progress.job(), failure.toString());
          }
        });
  }

  @Override
  public void sayLast(JobProgress progress) {
    try {
      producer.send(record(progress)).get();
    } catch (ExecutionException e) {
      throw new KafkaException("the end of job " + progress.job() + " is not written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(
          "interrupted while the end of job " + progress.job() + " is written");
    }
  }

  private ProducerRecord<byte[], byte[]> record(JobProgress progress) {
    return new ProducerRecord<>(
        topic,
        null,
        progress.timeMillis(),
        progress.job().getBytes(StandardCharsets.UTF_8),
        RetrainJson.bytes(progress));
  }

  @Override
  public List<JobProgress> of(String job) {
    byte[] key = job.getBytes(StandardCharsets.UTF_8);
    List<JobProgress> said = new ArrayList<>();
    try (TopicTail tail = TopicTail.open(kafka, topic)) {
      tail.toPresentEnd(
          record -> {
            if (Arrays.equals(key, record.key()) && record.value() != null) {
              read(record.value(), said);
            }
            return true;
          });
    }
    return said;
  }

  private static void read(byte[] value, List<JobProgress> said) {
    try {
      said.add(RetrainJson.parse(value, JobProgress.class));
    } catch (IllegalArgumentException e) {
      LOG.warn("passed over on the topic of progress: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}

package io.vigia.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the topics of models, one writer of a topology at a time: all have one transactional
 * id, so that whoever begins fences whoever has begun before, and that one tries again. What a
 * writer reads after it has begun is therefore still so when it commits.
 */
final class RegistryWriter {
  /** Being fenced more often is no chance. */
  private static final int ATTEMPTS = 5;

  private final Map<String, String> client;
  private final String transactionalId;

  /**
   * @param client settings of Kafka clients
   */
  RegistryWriter(Map<String, String> client, ModelTopics topics) {
    this.client = client;
    this.transactionalId = topics.models() + "-writer";
  }

  /** Reads what it needs to know and writes; may be called several times. */
  interface Work<T> {
    T write(Records records) throws IOException;
  }

  /** Where records go. */
  interface Records {
    /**
     * @param partition null where the key decides
     */
    void send(String topic, @Nullable Integer partition, String key, byte[] value);
  }

  /** Does the work in one transaction. */
  <T> T write(Work<T> work) throws IOException {
    KafkaException last = new KafkaException("not tried");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (KafkaProducer<byte[], byte[]> producer = producer()) {
        return write(producer, work);
      } catch (ProducerFencedException | InvalidProducerEpochException e) {
        last = e;
      }
    }
    throw new KafkaException(
        "others write to the topics of models at once, "
            + ATTEMPTS
            + " times in a row; try again (transactional id "
            + transactionalId
            + ")",
        last);
  }

  private <T> T write(KafkaProducer<byte[], byte[]> producer, Work<T> work) throws IOException {
    producer.initTransactions();
    producer.beginTransaction();
    boolean done = false;
    try {
      T result =
          work.write(
              (topic, partition, key, value) ->
                  producer.send(
                      new ProducerRecord<>(
                          topic, partition, key.getBytes(StandardCharsets.UTF_8), value)));
      producer.commitTransaction();
      done = true;
      return result;
    } finally {
      if (!done) {
        abort(producer);
      }
    }
  }

  /** The failure before says more than one here would. */
  private static void abort(KafkaProducer<byte[], byte[]> producer) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      org.slf4j.LoggerFactory.getLogger(RegistryWriter.class).debug("not aborted", e);
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(properties, bytes, bytes);
  }
}

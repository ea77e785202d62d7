package io.vigia.app.worker;

import io.vigia.retrain.RetrainJson;
import io.vigia.retrain.TrainingJob;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A job as it came from its topic.
 *
 * @param id the record's key
 * @param job null where the record is none
 * @param problem what is wrong with the record; null where nothing is
 * @param delivery how often it was given to a worker, this time included
 * @param last whether the broker gives it to nobody after this time
 */
record JobDelivery(
    String id, @Nullable TrainingJob job, @Nullable String problem, int delivery, boolean last) {

  /**
   * Reads a record of the topic of jobs.
   *
   * @param limit of deliveries, the group's
   */
  static JobDelivery of(ConsumerRecord<byte[], byte[]> record, int limit) {
    JobDelivery read = of(record);
    return new JobDelivery(read.id, read.job, read.problem, read.delivery, read.delivery >= limit);
  }

  /** Reads a record of the topic of jobs, which no group gave. */
  static JobDelivery of(ConsumerRecord<byte[], byte[]> record) {
    int delivery = record.deliveryCount().map(Short::intValue).orElse(1);
    String id =
        record.key() == null
            ? record.topic() + "-" + record.partition() + "-" + record.offset()
            : new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      return new JobDelivery(id, null, "the record has no value", delivery, false);
    }
    try {
      return of(id, RetrainJson.parse(record.value(), TrainingJob.class), delivery);
    } catch (IllegalArgumentException e) {
      return new JobDelivery(id, null, String.valueOf(e.getMessage()), delivery, false);
    }
  }

  /** A job that no group gave. */
  static JobDelivery of(TrainingJob job, int delivery) {
    return new JobDelivery(job.id(), job, null, delivery, false);
  }

  private static JobDelivery of(String id, TrainingJob job, int delivery) {
    String said = job.id();
    if (said.equals(id)) {
      return new JobDelivery(id, job, null, delivery, false);
    }
    return new JobDelivery(
        id,
        null,
        "the record's key is "
            + id
            + ", but what it says has the id "
            + said
            + ": it was changed on the way, or written by another version of the program",
        delivery,
        false);
  }
}

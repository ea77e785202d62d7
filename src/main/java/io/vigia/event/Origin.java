package io.vigia.event;

/**
 * Where an event was read.
 *
 * @param timestamp the record's Kafka timestamp, ms since 1970 UTC
 */
public record Origin(String topic, int partition, long offset, long timestamp) {
  /** {@code topic-partition-offset}, the key of a dead letter. */
  @Override
  public String toString() {
    return topic + "-" + partition + "-" + offset;
  }
}

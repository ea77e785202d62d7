package io.vigia.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * A record's Kafka timestamp, 0 where it is negative. Producers may send records without one (-1);
 * Kafka Streams' own extractor stops the stream there, and its lenient one drops the record unsaid.
 * Public, since Streams makes it by its name.
 */
public final class RecordTime implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp());
  }
}

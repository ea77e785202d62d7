package io.vigia.topology;

import io.vigia.event.Origin;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Which candidate a review is of: its offset on the candidates topic, as text in a header. The desk
 * joins by it.
 */
final class CandidateOffset {
  static final String HEADER = "vigia.candidate.offset";

  private CandidateOffset() {}

  static Headers headers(long offset) {
    Headers headers = new RecordHeaders();
    headers.add(HEADER, Long.toString(offset).getBytes(StandardCharsets.UTF_8));
    return headers;
  }

  /** The offset that a record's headers name; empty where they name none. */
  static OptionalLong of(Record<?, ?> record) {
    Header header = record.headers().lastHeader(HEADER);
    String text =
        header == null || header.value() == null
            ? ""
            : new String(header.value(), StandardCharsets.UTF_8);
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /**
   * Where a record at the desk was read. That of a candidate that waited for its review is the
   * candidate's own place, whatever topic or clock let it go on.
   */
  static Origin origin(Record<?, ?> record, RecordMetadata metadata, TopicNames topics) {
    OptionalLong offset = of(record);
    if (offset.isPresent()) {
      return new Origin(topics.candidates(), 0, offset.getAsLong(), record.timestamp());
    }
    return new Origin(
        metadata.topic(), metadata.partition(), metadata.offset(), record.timestamp());
  }
}

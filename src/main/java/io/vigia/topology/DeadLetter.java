package io.vigia.topology;

import io.vigia.event.BadEventException;
import io.vigia.event.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The record on the dead-letters topic: key {@code topic-partition-offset} of the origin, value the
 * original bytes, the original headers, and what happened in headers of ours ({@code vigia.stage},
 * {@code vigia.reason}, {@code vigia.detail}, {@code vigia.origin.*}, {@code vigia.original-key}).
 *
 * <p>A value that the broker would refuse for its size is cut: the record then holds the first
 * {@link #PREFIX_BYTES} bytes, and {@code vigia.truncated}, {@code vigia.length} and {@code
 * vigia.sha256} of the whole.
 */
final class DeadLetter {
  /** What a broker with default settings takes, less room for key and headers. */
  static final int MAX_BYTES = 1_000_000;

  /** How much of an oversized value is kept. */
  static final int PREFIX_BYTES = 65_536;

  /** Original headers beyond this many bytes in all are left out, and that is said. */
  private static final int MAX_HEADER_BYTES = 16_384;

  /** A longer key is cut, and that is said: beside a value of full size there is no more room. */
  static final int MAX_KEY_BYTES = 16_384;

  /** What the lengths of a header's name and value take on the wire, at most. */
  private static final int LENGTHS_OF_A_HEADER = 10;

  private DeadLetter() {}

  static Record<byte[], byte[]> of(
      Record<byte @Nullable [], byte @Nullable []> original,
      Origin origin,
      BadEventException failure) {
    Headers headers = originalHeaders(original.headers());
    put(headers, "vigia.stage", failure.stage().label());
    put(headers, "vigia.reason", failure.reason().label());
    put(headers, "vigia.detail", failure.detail());
    put(headers, "vigia.origin.topic", origin.topic());
    put(headers, "vigia.origin.partition", Integer.toString(origin.partition()));
    put(headers, "vigia.origin.offset", Long.toString(origin.offset()));
    put(headers, "vigia.origin.timestamp", Long.toString(origin.timestamp()));
    byte[] key = original.key();
    if (key != null) {
      headers.add("vigia.original-key", key.length > MAX_KEY_BYTES ? cut(key, MAX_KEY_BYTES) : key);
      if (key.length > MAX_KEY_BYTES) {
        put(headers, "vigia.key-truncated", "true");
      }
    }
    byte[] value = original.value();
    if (value != null && value.length > MAX_BYTES) {
      put(headers, "vigia.truncated", "true");
      put(headers, "vigia.length", Integer.toString(value.length));
      put(headers, "vigia.sha256", DigestUtils.sha256Hex(value));
      value = cut(value, PREFIX_BYTES);
    }
    // A negative timestamp (from a very old client) would stop the producer.
    long timestamp = Math.max(0, original.timestamp());
    return new Record<>(
        origin.toString().getBytes(StandardCharsets.UTF_8), value, timestamp, headers);
  }

  private static Headers originalHeaders(Headers original) {
    Headers kept = new RecordHeaders();
    int bytes = 0;
    for (Header header : original) {
      byte[] value = header.value();
      bytes += LENGTHS_OF_A_HEADER + Utils.utf8Length(header.key());
      bytes += value == null ? 0 : value.length;
      if (bytes > MAX_HEADER_BYTES) {
        put(kept, "vigia.headers-truncated", "true");
        break;
      }
      kept.add(header);
    }
    return kept;
  }

  private static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  private static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}

package io.vigia.topology;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A candidate that is held in a store until something is done with it: what stands on the topic,
 * where, and since when it is held.
 *
 * @param offset on the candidates topic
 * @param heldSince wall-clock time, ms since 1970 UTC
 * @param timestamp the record's, ms since 1970 UTC
 */
@SuppressWarnings("ArrayRecordComponent") // a record's bytes, read once; compared by identity
record HeldRecord(
    long offset, long heldSince, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
  private static final int ABSENT = -1;

  static HeldRecord of(
      Record<byte @Nullable [], byte @Nullable []> input, long offset, long heldSince) {
    return new HeldRecord(offset, heldSince, input.timestamp(), input.key(), input.value());
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(offset);
      out.writeLong(heldSince);
      out.writeLong(timestamp);
      write(out, key);
      write(out, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * What {@link #toBytes} wrote.
   *
   * @throws UncheckedIOException where it is something else
   */
  static HeldRecord fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new HeldRecord(in.readLong(), in.readLong(), in.readLong(), read(in), read(in));
    } catch (IOException e) {
      throw new UncheckedIOException("a held candidate of another version of vigia", e);
    }
  }

  private static void write(DataOutputStream out, byte @Nullable [] part) throws IOException {
    out.writeInt(part == null ? ABSENT : part.length);
    if (part != null) {
      out.write(part);
    }
  }

  private static byte @Nullable [] read(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length == ABSENT ? null : in.readNBytes(length);
  }
}

package io.vigia.sim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A flat JSON object of numbers, written straight to bytes: a simulator must not be the bottleneck
 * of what it feeds.
 */
final class JsonBytes {
  private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private byte[] bytes = new byte[384];
  private int size;

  /** Starts a new object; what was written before is forgotten. */
  JsonBytes begin() {
    size = 0;
    append((byte) '{');
    return this;
  }

  JsonBytes field(String name, long value) {
    name(name);
    integer(value);
    return this;
  }

  /**
   * @param decimals digits after the point, 0 to 6
   */
  JsonBytes field(String name, double value, int decimals) {
    name(name);
    long scaled = Math.round(value * POWERS[decimals]);
    if (scaled < 0) {
      append((byte) '-');
      scaled = -scaled;
    }
    integer(scaled / POWERS[decimals]);
    append((byte) '.');
    long fraction = scaled % POWERS[decimals];
    for (int i = decimals - 1; i >= 0; i--) {
      append((byte) ('0' + fraction / POWERS[i] % 10));
    }
    return this;
  }

  JsonBytes end() {
    append((byte) '}');
    return this;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  @SuppressWarnings("deprecation") // the one copy of an ASCII name without an allocation
  private void name(String name) {
    if (bytes[size - 1] != '{') {
      append((byte) ',');
    }
    append((byte) '"');
    ensure(name.length());
    name.getBytes(0, name.length(), bytes, size);
    size += name.length();
    append((byte) '"');
    append((byte) ':');
  }

  private void integer(long value) {
    if (value == Long.MIN_VALUE) {
      for (byte b : Long.toString(value).getBytes(StandardCharsets.US_ASCII)) {
        append(b);
      }
      return;
    }
    if (value < 0) {
      append((byte) '-');
      value = -value;
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    ensure(digits);
    for (int i = digits - 1; i >= 0; i--) {
      bytes[size + i] = (byte) ('0' + value % 10);
      value /= 10;
    }
    size += digits;
  }

  private void append(byte b) {
    ensure(1);
    bytes[size++] = b;
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}

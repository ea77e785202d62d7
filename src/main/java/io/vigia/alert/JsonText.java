package io.vigia.alert;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON put together as UTF-8 bytes in a buffer that is used again: what a score record needs and no
 * more, since one is written for every event. The caller sees to commas and brackets.
 */
final class JsonText {
  private static final byte[] LEAST_LONG =
      Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[1024];
  private int size;

  JsonText clear() {
    size = 0;
    return this;
  }

  /** Text that is JSON already. */
  JsonText raw(byte[] json) {
    reserve(json.length);
    System.arraycopy(json, 0, bytes, size, json.length);
    size += json.length;
    return this;
  }

  /** ASCII text that is JSON already. */
  JsonText raw(String ascii) {
    int length = ascii.length();
    reserve(length);
    for (int i = 0; i < length; i++) {
      bytes[size + i] = (byte) ascii.charAt(i);
    }
    size += length;
    return this;
  }

  JsonText raw(char ascii) {
    reserve(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  /** A string in its quotes. */
  JsonText string(String text) {
    raw('"');
    int start = size;
    int length = text.length();
    reserve(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
        size = start;
        return raw(JsonStringEncoder.getInstance().quoteAsUTF8(text)).raw('"');
      }
      bytes[size++] = (byte) c;
    }
    return raw('"');
  }

  /** A finite number by the fewest digits that give it back. */
  JsonText number(double value) {
    return raw(NumberOutput.toString(value, true));
  }

  /** A finite number by the fewest digits that give it back; NaN is null, since JSON has none. */
  JsonText number(float value) {
    return Float.isNaN(value) ? raw("null") : raw(NumberOutput.toString(value, true));
  }

  JsonText number(long value) {
    if (value == Long.MIN_VALUE) {
      return raw(LEAST_LONG);
    }
    if (value < 0) {
      raw('-');
    }
    long rest = Math.abs(value);
    int digits = 1;
    for (long power = 10; digits < 19 && rest >= power; power *= 10) {
      digits++;
    }
    return digits(rest, digits);
  }

  /** So many digits of a number, zeros in front. */
  JsonText digits(long value, int digits) {
    reserve(digits);
    long rest = value;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
    return this;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}

package io.vigia.event;

import java.nio.charset.StandardCharsets;

/**
 * The text of an id, put together part by part in whatever order the payload holds them. Parts are
 * joined by {@code :}; inside a part {@code :}, {@code %} and control characters are
 * percent-encoded (RFC 3986), so that different parts never give the same id. A lone surrogate,
 * which UTF-8 cannot write, is replaced by {@code %EF%BF%BD}. Buffers are reused from event to
 * event.
 */
final class IdentityText {
  static final int LONGEST = 1024;

  private final StringBuilder[] parts;
  private final boolean[] present;
  private final StringBuilder joined = new StringBuilder();

  IdentityText(int parts) {
    this.parts = new StringBuilder[parts];
    for (int i = 0; i < parts; i++) {
      this.parts[i] = new StringBuilder();
    }
    this.present = new boolean[parts];
  }

  void clear() {
    java.util.Arrays.fill(present, false);
  }

  /** Sets a part to a number's digits. */
  void number(int part, char[] text, int offset, int length) {
    start(part).append(text, offset, length);
  }

  /** Sets a part to a string. */
  void string(int part, char[] text, int offset, int length) {
    StringBuilder out = start(part);
    for (int i = offset; i < offset + length; i++) {
      char c = text[i];
      if (Character.isSurrogate(c)) {
        i += surrogate(text, i, offset + length, out);
      } else if (c == ':' || c == '%' || Character.isISOControl(c)) {
        encode(String.valueOf(c), out);
      } else {
        out.append(c);
      }
    }
  }

  /** The index of the first part that is absent, or -1. */
  int firstAbsent() {
    for (int i = 0; i < present.length; i++) {
      if (!present[i]) {
        return i;
      }
    }
    return -1;
  }

  boolean isAbsent() {
    for (boolean one : present) {
      if (one) {
        return false;
      }
    }
    return true;
  }

  String text() {
    if (parts.length == 1) {
      return parts[0].toString();
    }
    joined.setLength(0);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        joined.append(':');
      }
      joined.append(parts[i]);
    }
    return joined.toString();
  }

  private StringBuilder start(int part) {
    present[part] = true;
    parts[part].setLength(0);
    return parts[part];
  }

  private static int surrogate(char[] text, int at, int end, StringBuilder out) {
    boolean pair =
        at + 1 < end
            && Character.isHighSurrogate(text[at])
            && Character.isLowSurrogate(text[at + 1]);
    if (!pair) {
      encode("\uFFFD", out);
      return 0;
    }
    out.append(text[at]).append(text[at + 1]);
    return 1;
  }

  private static void encode(String c, StringBuilder out) {
    for (byte b : c.getBytes(StandardCharsets.UTF_8)) {
      out.append('%')
          .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xF, 16)))
          .append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
    }
  }
}

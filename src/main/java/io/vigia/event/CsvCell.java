package io.vigia.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The text of a CSV cell as a JSON value. A JSON number stays as it is written, to the last digit;
 * other spellings of a number ({@code +1}, {@code .5}, {@code 2.}) get JSON's. Empty, {@code nan}
 * and {@code inf} (in any case, with or without a sign) are null: missing. {@code true} and {@code
 * false} in any case are booleans. All other text, also digits with leading zeros, is a string.
 */
final class CsvCell {
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private CsvCell() {}

  static void write(String cell, ByteArrayOutputStream out) {
    String text = cell.strip();
    if (text.isEmpty()) {
      out.writeBytes(NULL);
    } else if (mayBeNumber(text.charAt(0)) && number(text)) {
      writeNumber(text, out);
    } else {
      writeWord(cell, text, out);
    }
  }

  private static void writeWord(String cell, String text, ByteArrayOutputStream out) {
    String word = text.length() <= "-infinity".length() ? text.toLowerCase(Locale.ROOT) : "";
    switch (word) {
      case "true", "false" -> ascii(word, out);
      case "nan", "+nan", "-nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity" ->
          out.writeBytes(NULL);
      default -> writeString(cell, out);
    }
  }

  private static boolean mayBeNumber(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
  }

  /** {@code [+-](0|[1-9][0-9]*|)(.[0-9]*|)([eE][+-][0-9]+|)} with a digit in its mantissa. */
  private static boolean number(String text) {
    int at = sign(text, 0);
    int whole = digits(text, at);
    if (whole - at > 1 && text.charAt(at) == '0') {
      return false;
    }
    int mantissa = whole - at;
    at = whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      mantissa += fraction - at - 1;
      at = fraction;
    }
    if (mantissa == 0) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = sign(text, at + 1);
      at = digits(text, exponent);
      if (at == exponent) {
        return false;
      }
    }
    return at == text.length();
  }

  private static int sign(String text, int at) {
    boolean signed = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
    return signed ? at + 1 : at;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static void writeNumber(String text, ByteArrayOutputStream out) {
    int point = text.indexOf('.');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i == 0 && c == '+') {
        continue;
      }
      if (i == point && (i == 0 || !isDigit(text.charAt(i - 1)))) {
        out.write('0');
      }
      out.write(c);
      if (i == point && (i + 1 == text.length() || !isDigit(text.charAt(i + 1)))) {
        out.write('0');
      }
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static void writeString(String text, ByteArrayOutputStream out) {
    out.write('"');
    if (isPlain(text)) {
      ascii(text, out);
    } else {
      out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    }
    out.write('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static void ascii(String text, ByteArrayOutputStream out) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}

package io.vigia.event;

import com.fasterxml.jackson.core.io.NumberInput;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quick way through payloads of a stream, which look alike: a flat JSON object with the names
 * of an earlier one in the same order, numbers, literals and plain ASCII strings. Names are
 * compared with those remembered, not looked up; a decimal of at most 15 digits or so is exact as
 * an integer over a power of ten (Clinger 1990), other numbers go the parser's way.
 *
 * <p>Whatever is not of this form, right or wrong, is left to {@link EventDecoder}'s parser: {@link
 * #read} then answers false, and what it has filled in is void. Where it answers true, the parser
 * would have given the same. Owned by one thread.
 */
final class FlatObject {
  private static final int MOST_DIGITS = 18;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ZEROS = 0x3030303030303030L;
  private static final long[] TENS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };
  private static final long EXACT_MANTISSA = 1L << 53;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Where values of the places asked for go. */
  interface Sink {
    /** A finite number, or NaN for a missing one, of a place with slots. */
    void number(PointerTrie node, double value);

    /** A reading of the clock, ns since 1970 UTC; {@link DecodedEvent#NO_TIME} is none. */
    boolean time(PointerTrie node, long integer);

    boolean time(PointerTrie node, BigDecimal decimal);

    boolean time(PointerTrie node, String text);

    /** Digits or a string as a part of an id. */
    void identity(PointerTrie node, boolean integer, char[] text, int length);
  }

  /**
   * A name with its quotes and colon.
   *
   * @param node what is asked for there; null where nothing is
   */
  private record Member(byte[] name, @Nullable PointerTrie node) {}

  private final Sink sink;
  private Member[] members = {};
  private byte[] json = {};
  private char[] text = new char[64];
  private int at;

  FlatObject(Sink sink) {
    this.sink = sink;
  }

  /**
   * Remembers the names of a payload, in order.
   *
   * @param names of the members of a flat object
   * @param root the places asked for
   */
  void remember(List<String> names, PointerTrie root) {
    List<Member> remembered = new ArrayList<>(names.size());
    for (String name : names) {
      byte[] quoted = ("\"" + name + "\":").getBytes(StandardCharsets.UTF_8);
      remembered.add(new Member(quoted, root.child(name)));
    }
    members = remembered.toArray(Member[]::new);
  }

  /** Reads a payload into the sink, or answers that it is not for this way. */
  boolean read(byte[] payload) {
    int count = members.length;
    if (count == 0 || payload.length < 2 || payload[0] != '{') {
      return false;
    }
    json = payload;
    at = 1;
    for (int i = 0; i < count; i++) {
      if (!name(members[i].name) || !value(members[i].node)) {
        return false;
      }
      int end = i + 1 < count ? ',' : '}';
      if (at >= json.length || json[at++] != end) {
        return false;
      }
      // A blank after a comma, as Python's json writes it.
      if (at < json.length && json[at] == ' ') {
        at++;
      }
    }
    while (at < json.length && (json[at] == '\n' || json[at] == '\r' || json[at] == ' ')) {
      at++;
    }
    return at == json.length;
  }

  private boolean name(byte[] name) {
    int end = at + name.length;
    if (end >= json.length || !Arrays.equals(json, at, end, name, 0, name.length)) {
      return false;
    }
    at = json[end] == ' ' ? end + 1 : end;
    return true;
  }

  private boolean value(@Nullable PointerTrie node) {
    byte first = at < json.length ? json[at] : 0;
    if (first == '"') {
      return string(node);
    }
    if (first == '-' || (first >= '0' && first <= '9')) {
      return number(node);
    }
    return literal(node);
  }

  private boolean literal(@Nullable PointerTrie node) {
    if (matches("null")) {
      return true;
    }
    boolean yes = matches("true");
    if (!yes && !matches("false")) {
      return false;
    }
    if (node == null) {
      return true;
    }
    if (node.slots.length == 0 || isIdentity(node) || node.time) {
      return false;
    }
    sink.number(node, yes ? 1 : 0);
    return true;
  }

  private boolean matches(String literal) {
    int end = at + literal.length();
    if (end > json.length) {
      return false;
    }
    for (int i = 0; i < literal.length(); i++) {
      if (json[at + i] != literal.charAt(i)) {
        return false;
      }
    }
    at = end;
    return true;
  }

  private boolean string(@Nullable PointerTrie node) {
    int start = ++at;
    while (at < json.length && isPlain(json[at])) {
      at++;
    }
    if (at >= json.length || json[at] != '"') {
      return false;
    }
    int length = at++ - start;
    if (node == null) {
      return true;
    }
    if (node.slots.length > 0 || length == 0 || length > IdentityText.LONGEST || !node.isLeaf()) {
      return false;
    }
    copy(start, length);
    if (node.time && !sink.time(node, new String(text, 0, length))) {
      return false;
    }
    if (isIdentity(node)) {
      sink.identity(node, false, text, length);
    }
    return true;
  }

  /** Printable ASCII that stands for itself. */
  private static boolean isPlain(byte b) {
    return b >= 0x20 && b != '"' && b != '\\' && b != 0x7f;
  }

  private boolean number(@Nullable PointerTrie node) {
    int start = at;
    boolean negative = json[at] == '-';
    if (negative) {
      at++;
    }
    int first = at;
    long mantissa = digits(0);
    int whole = at - first;
    if (whole == 0 || (whole > 1 && json[first] == '0') || whole > MOST_DIGITS + 1) {
      return false;
    }
    int fraction = 0;
    if (at < json.length && json[at] == '.') {
      int point = at++;
      mantissa = digits(mantissa);
      fraction = at - point - 1;
      if (fraction == 0) {
        return false;
      }
    }
    if (at < json.length && (json[at] | 0x20) == 'e') {
      return false;
    }
    if (node == null) {
      return true;
    }
    boolean exact = whole + fraction <= MOST_DIGITS;
    return node.isLeaf() && deliver(node, start, negative ? -mantissa : mantissa, fraction, exact);
  }

  /**
   * The mantissa with the digits that follow; wrong beyond {@link #MOST_DIGITS} of them. Eight
   * bytes are looked at at once: numbers are of all lengths, and a loop over digits mispredicts its
   * end.
   */
  private long digits(long mantissa) {
    long value = mantissa;
    while (at + Long.BYTES <= json.length) {
      long chunk = (long) EIGHT.get(json, at) ^ ZEROS;
      // A byte's high bit is set where it is no digit: above 9, or above 127 before.
      long others = (chunk + 0x7676767676767676L | chunk) & 0x8080808080808080L;
      int count = Long.numberOfTrailingZeros(others) >>> 3;
      if (count == 0) {
        return value;
      }
      // The digits move to the end of eight, with zeros in front.
      value = value * TENS[count] + eightDigits(chunk << ((8 - count) << 3));
      at += count;
      if (count < Long.BYTES) {
        return value;
      }
    }
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      value = value * 10 + json[at++] - '0';
    }
    return value;
  }

  /** The number of eight digits, one in each byte, the first in the lowest. */
  private static long eightDigits(long digits) {
    long pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff00ff00ffL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000ffff0000ffffL;
    return (fours * 10_000 + (fours >>> 32)) & 0xffffffffL;
  }

  /**
   * @param exact whether {@code mantissa} is right
   */
  private boolean deliver(PointerTrie node, int start, long mantissa, int fraction, boolean exact) {
    if (node.slots.length > 0) {
      if (fraction == 0 && !exact) {
        return false;
      }
      sink.number(node, fraction == 0 ? mantissa : decimal(start, mantissa, fraction, exact));
    }
    if (node.time) {
      if (!exact) {
        return false;
      }
      boolean read =
          fraction == 0
              ? sink.time(node, mantissa)
              : sink.time(node, BigDecimal.valueOf(mantissa, fraction));
      if (!read) {
        return false;
      }
    }
    if (isIdentity(node)) {
      if (fraction > 0) {
        return false;
      }
      copy(start, at - start);
      sink.identity(node, true, text, at - start);
    }
    return true;
  }

  private double decimal(int start, long mantissa, int fraction, boolean exact) {
    if (exact && Math.abs(mantissa) <= EXACT_MANTISSA && mantissa != 0) {
      return mantissa / POWERS[fraction];
    }
    copy(start, at - start);
    return NumberInput.parseDouble(text, 0, at - start, true);
  }

  private void copy(int start, int length) {
    if (length > text.length) {
      text = new char[Math.max(length, 2 * text.length)];
    }
    for (int i = 0; i < length; i++) {
      text[i] = (char) json[start + i];
    }
  }

  private static boolean isIdentity(PointerTrie node) {
    return node.eventIdParts.length + node.objectIdParts.length > 0;
  }
}

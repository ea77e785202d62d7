package io.vigia.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A word of an expression.
 *
 * @param position of its first character
 */
record Token(Kind kind, String text, int position) {
  enum Kind {
    NUMBER,
    NAME,
    /** In its quotes. */
    TEXT,
    SYMBOL,
    END
  }

  private static final Set<String> PAIRS = Set.of("<=", ">=", "==", "!=", "&&", "||");
  private static final String SINGLES = "+-*/^<>!?:(),";

  /**
   * @throws ExpressionException at the first character that begins no word
   */
  static List<Token> of(String text) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
        continue;
      }
      Token token = next(text, at);
      tokens.add(token);
      at += token.text().length();
    }
    tokens.add(new Token(Kind.END, "", text.length()));
    return tokens;
  }

  private static Token next(String text, int at) {
    if (startsNumber(text, at)) {
      return number(text, at);
    }
    return text.charAt(at) == '"' || text.charAt(at) == '\'' ? quoted(text, at) : word(text, at);
  }

  private static Token quoted(String text, int at) {
    int end = text.indexOf(text.charAt(at), at + 1);
    if (end < 0) {
      throw new ExpressionException(text, at, "a text that does not end; close the quotes");
    }
    return new Token(Kind.TEXT, text.substring(at, end + 1), at);
  }

  /** Of a text, what stands in its quotes. */
  String unquoted() {
    return text.substring(1, text.length() - 1);
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** For messages. */
  String shown() {
    return kind == Kind.END ? "the end" : text;
  }

  private static boolean startsNumber(String text, int at) {
    int digit = text.charAt(at) == '.' ? at + 1 : at;
    return digit < text.length() && isDigit(text.charAt(digit));
  }

  private static Token word(String text, int at) {
    char c = text.charAt(at);
    if (isLetter(c)) {
      int end = at;
      while (end < text.length() && (isLetter(text.charAt(end)) || isDigit(text.charAt(end)))) {
        end++;
      }
      return new Token(Kind.NAME, text.substring(at, end), at);
    }
    String pair = text.substring(at, Math.min(at + 2, text.length()));
    if (PAIRS.contains(pair)) {
      return new Token(Kind.SYMBOL, pair, at);
    }
    if (pair.equals("**")) {
      throw new ExpressionException(text, at, "** is not known; a power is written a ^ b");
    }
    if (SINGLES.indexOf(c) >= 0) {
      return new Token(Kind.SYMBOL, String.valueOf(c), at);
    }
    throw new ExpressionException(text, at, unknown(c));
  }

  private static String unknown(char c) {
    return switch (c) {
      case '=' -> "a single = is not known; equality is written a == b";
      case '&' -> "a single & is not known; \"and\" is written a && b";
      case '|' -> "a single | is not known; \"or\" is written a || b";
      case '.' ->
          "a . in a name is not known; give the nested field a name under fields, such as"
              + " mag: /candidate/mag";
      default ->
          "the character " + c + " is not known; numbers, names, + - * / ^ < > = ! & | ? : ( ) are";
    };
  }

  private static Token number(String text, int at) {
    int end = digits(text, at);
    if (end < text.length() && text.charAt(end) == '.') {
      end = digits(text, end + 1);
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < text.length()
          && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
        exponent++;
      }
      end = digits(text, exponent);
    }
    String word = text.substring(at, end);
    boolean glued = end < text.length() && (isLetter(text.charAt(end)) || text.charAt(end) == '.');
    if (glued || !isFinite(word)) {
      throw new ExpressionException(
          text, at, "not a finite number; 3, 0.5, .5 and 1e-3 are (a product is written a * b)");
    }
    return new Token(Kind.NUMBER, word, at);
  }

  private static boolean isFinite(String word) {
    try {
      return Double.isFinite(Double.parseDouble(word));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}

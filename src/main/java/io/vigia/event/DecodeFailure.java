package io.vigia.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The words for what keeps a payload from being decoded: the place, the value, what is allowed. */
final class DecodeFailure {
  private static final int SHOWN = 60;

  private DecodeFailure() {}

  static BadEventException of(Reason reason, String detail) {
    return new BadEventException(Stage.DECODE, reason, detail);
  }

  /** What the parser has to say, without its second line, which is about Java. */
  static BadEventException malformed(IOException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    String first = end < 0 ? message : message.substring(0, end);
    return of(Reason.MALFORMED, "no well-formed JSON: " + first);
  }

  /**
   * A value of another type than its use asks for.
   *
   * @param what the field's or the id's name
   */
  static BadEventException wrongType(
      JsonParser parser, JsonToken token, String what, String pointer, String allowed)
      throws IOException {
    return of(
        Reason.WRONG_TYPE,
        what + " at " + pointer + " is " + shown(parser, token) + "; allowed is " + allowed);
  }

  /** A value as a message shows it. */
  static String shown(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "the string \"" + shortened(parser) + "\"";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + shortened(parser);
      default -> shortened(parser);
    };
  }

  private static String shortened(JsonParser parser) throws IOException {
    int length = parser.getTextLength();
    String text =
        new String(parser.getTextCharacters(), parser.getTextOffset(), Math.min(length, SHOWN));
    return length > SHOWN ? text + "... (" + length + " characters)" : text;
  }
}

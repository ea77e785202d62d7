package io.vigia.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One value of a payload as it stands there, for the rare uses beside the hot path: carried fields,
 * the groups of a training split, checks of a sample.
 */
public final class PayloadScalar {
  private static final long EXACT_IN_A_DOUBLE = 1L << 53;

  private PayloadScalar() {}

  /**
   * The value at a pointer: a string, a boolean, a number with all its digits, integers beyond 2^53
   * as strings, so that no reader rounds them. NaN, infinities, objects and arrays are null.
   *
   * @param payload one that {@link EventDecoder} has accepted
   * @return {@link MissingNode} where nothing stands, and for bytes that are no JSON
   */
  public static JsonNode at(byte[] payload, JsonPointer pointer) {
    try (JsonParser parser = EventDecoder.JSON.createParser(payload, 0, payload.length)) {
      JsonToken token = parser.nextToken();
      for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
        token = descend(parser, token, rest);
      }
      return token == null ? MissingNode.getInstance() : scalar(parser, token);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static @Nullable JsonToken descend(
      JsonParser parser, @Nullable JsonToken token, JsonPointer to) throws IOException {
    if (token == JsonToken.START_OBJECT) {
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (to.matchesProperty(name)) {
          return value;
        }
        parser.skipChildren();
      }
    } else if (token == JsonToken.START_ARRAY) {
      int index = 0;
      for (JsonToken value = parser.nextToken();
          value != JsonToken.END_ARRAY;
          value = parser.nextToken()) {
        if (to.matchesElement(index++)) {
          return value;
        }
        parser.skipChildren();
      }
    }
    return null;
  }

  private static JsonNode scalar(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> TextNode.valueOf(parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> BooleanNode.valueOf(token == JsonToken.VALUE_TRUE);
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser.getText());
      default -> NullNode.getInstance();
    };
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long value = parser.getLongValue();
      if (value >= -EXACT_IN_A_DOUBLE && value <= EXACT_IN_A_DOUBLE) {
        return LongNode.valueOf(value);
      }
    }
    return TextNode.valueOf(parser.getText());
  }

  private static JsonNode decimal(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text))
          ? DecimalNode.valueOf(new BigDecimal(text))
          : NullNode.getInstance();
    } catch (NumberFormatException e) {
      // An infinity by another of its names, or an exponent that no decimal holds.
      return NullNode.getInstance();
    }
  }
}

package io.vigia.alert.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a segment, or of a stretch of event time: that it is good, or bad.
 *
 * @param segment its name; null where a time is meant
 * @param fromMillis ms since 1970 UTC; 0 where a segment is meant
 * @param toMillis the first moment that is no longer meant
 */
public record SegmentWord(
    @Nullable String segment, long fromMillis, long toMillis, boolean isGood) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ALLOWED =
      "; allowed: {\"segment\": NAME, \"good\": true or false}, or from and to (ISO times) for"
          + " segment";

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static SegmentWord parse(byte[] json) {
    JsonNode word;
    try {
      word = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "a word on a segment is not JSON: " + e.getMessage() + ALLOWED, e);
    }
    boolean isOfTime = word.has("from") && word.has("to");
    if (!word.path("good").isBoolean() || word.path("segment").isTextual() == isOfTime) {
      throw new IllegalArgumentException("a word on a segment is " + word + ALLOWED);
    }
    boolean isGood = word.get("good").booleanValue();
    if (!isOfTime) {
      return new SegmentWord(word.get("segment").textValue(), 0, 0, isGood);
    }
    long from = millis(word.get("from"));
    long to = millis(word.get("to"));
    if (to <= from) {
      throw new IllegalArgumentException(
          "a word on the time from "
              + word.get("from")
              + " to "
              + word.get("to")
              + "; to must be later than from");
    }
    return new SegmentWord(null, from, to, isGood);
  }

  private static long millis(JsonNode time) {
    try {
      return Instant.parse(time.asText()).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "a word on a time names " + time + "; allowed: such as 2026-11-24T22:00:00Z", e);
    }
  }
}

package io.vigia.retrain;

import java.util.List;

/**
 * A stretch of the topic {@code samples}: a reference to what was seen, not a copy.
 *
 * @param topic its name
 * @param from the first offset
 * @param to the offset after the last, so that the window is {@code [from, to)}
 * @param count samples of physics in it, from 1
 * @param firstMillis the earliest event time in it, ms since 1970 UTC
 * @param lastMillis the latest
 * @param schemaSha256 of the feature schema of its rows, hex
 * @param bad stretches of event time that are known to be bad when it is closed: nothing in them
 *     trains
 */
public record Window(
    String topic,
    long from,
    long to,
    long count,
    long firstMillis,
    long lastMillis,
    String schemaSha256,
    List<Span> bad) {

  /**
   * A stretch of event time.
   *
   * @param fromMillis ms since 1970 UTC, inclusive
   * @param toMillis exclusive
   */
  public record Span(long fromMillis, long toMillis) {}

  /**
   * @throws IllegalArgumentException where it is empty
   */
  public Window {
    bad = bad == null ? List.of() : List.copyOf(bad);
    if (from < 0 || to <= from || count < 1) {
      throw new IllegalArgumentException(
          "a window [" + from + ", " + to + ") of " + count + " samples; it must not be empty");
    }
  }

  /** Whether an event of this time may train. */
  public boolean isGood(long timeMillis) {
    return bad.stream().noneMatch(one -> one.fromMillis <= timeMillis && timeMillis < one.toMillis);
  }
}

package io.vigia.alert;

import java.time.Instant;

/**
 * Event times as ISO 8601 text in UTC with microseconds, {@code 2017-01-04T10:11:58.600000Z}, the
 * form of GCN's {@code trigger_time}. Remembers the last second, since neighbouring events share
 * it.
 */
final class TriggerTime {
  private static final long NANOS = 1_000_000_000L;

  private long second = Long.MIN_VALUE;
  private String upToSecond = "";

  /**
   * Writes the text of a time, in quotes.
   *
   * @param nanos ns since 1970 UTC; the part below a microsecond is cut off
   */
  void write(long nanos, JsonText json) {
    long whole = Math.floorDiv(nanos, NANOS);
    if (whole != second) {
      String text = Instant.ofEpochSecond(whole).toString();
      upToSecond = "\"" + text.substring(0, text.length() - 1) + ".";
      second = whole;
    }
    json.raw(upToSecond).digits(Math.floorMod(nanos, NANOS) / 1000, 6).raw("Z\"");
  }
}

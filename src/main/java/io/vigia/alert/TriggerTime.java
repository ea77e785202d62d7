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
  private final char[] fraction = {'.', '0', '0', '0', '0', '0', '0', 'Z'};

  /**
   * The text of a time.
   *
   * @param nanos ns since 1970 UTC; the part below a microsecond is cut off
   */
  String format(long nanos) {
    long whole = Math.floorDiv(nanos, NANOS);
    if (whole != second) {
      String text = Instant.ofEpochSecond(whole).toString();
      upToSecond = text.substring(0, text.length() - 1);
      second = whole;
    }
    int micros = (int) (Math.floorMod(nanos, NANOS) / 1000);
    for (int i = 6; i >= 1; i--) {
      fraction[i] = (char) ('0' + micros % 10);
      micros /= 10;
    }
    return upToSecond.concat(String.valueOf(fraction));
  }
}

package io.vigia.event;

import org.jspecify.annotations.Nullable;

/**
 * The digits of an ISO 8601 date and time, each in its range but the day of the month.
 *
 * @param nanos of the second; further digits are dropped
 * @param zoneSeconds what the zone is ahead of UTC
 */
record IsoReading(
    int year,
    int month,
    int day,
    int hour,
    int minute,
    int second,
    int nanos,
    boolean zoned,
    int zoneSeconds) {

  private static final int DATE_TIME = "2017-01-04T10:11:58".length();

  /** Null where the text is something else. */
  static @Nullable IsoReading of(String text) {
    if (text.length() < DATE_TIME || !separated(text)) {
      return null;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (year < 0
        || month < 1
        || day < 1
        || !within(hour, 23)
        || !within(minute, 59)
        || !within(second, 60)) {
      return null;
    }
    int zone = zoneStart(text);
    int nanos = fraction(text, zone);
    boolean zoned = zone < text.length();
    int zoneSeconds = zoned ? zoneSeconds(text, zone) : 0;
    if (nanos < 0 || zoneSeconds == Integer.MIN_VALUE) {
      return null;
    }
    return new IsoReading(year, month, day, hour, minute, second, nanos, zoned, zoneSeconds);
  }

  long secondOfDay() {
    return hour * 3600L + minute * 60L + second;
  }

  boolean isSixtieth() {
    return second == 60;
  }

  private static boolean separated(String text) {
    char between = text.charAt(10);
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && (between == 'T' || between == ' ')
        && text.charAt(13) == ':'
        && text.charAt(16) == ':';
  }

  private static boolean within(int value, int last) {
    return value >= 0 && value <= last;
  }

  private static int zoneStart(String text) {
    int at = DATE_TIME;
    while (at < text.length() && (text.charAt(at) == '.' || isDigit(text.charAt(at)))) {
      at++;
    }
    return at;
  }

  private static int fraction(String text, int end) {
    if (end == DATE_TIME) {
      return 0;
    }
    if (text.charAt(DATE_TIME) != '.' || end == DATE_TIME + 1) {
      return -1;
    }
    int nanos = 0;
    int unit = 100_000_000;
    for (int at = DATE_TIME + 1; at < end; at++) {
      if (!isDigit(text.charAt(at))) {
        return -1;
      }
      nanos += (text.charAt(at) - '0') * unit;
      unit /= 10;
    }
    return nanos;
  }

  private static int zoneSeconds(String text, int at) {
    int length = text.length() - at;
    char sign = text.charAt(at);
    if (sign == 'Z' && length == 1) {
      return 0;
    }
    boolean offset = (sign == '+' || sign == '-') && length == 6 && text.charAt(at + 3) == ':';
    int hours = offset ? number(text, at + 1, at + 3) : -1;
    int minutes = offset ? number(text, at + 4, at + 6) : -1;
    if (!within(hours, 18) || !within(minutes, 59)) {
      return Integer.MIN_VALUE;
    }
    int seconds = hours * 3600 + minutes * 60;
    return sign == '-' ? -seconds : seconds;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int at = from; at < to; at++) {
      if (!isDigit(text.charAt(at))) {
        return -1;
      }
      value = value * 10 + text.charAt(at) - '0';
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

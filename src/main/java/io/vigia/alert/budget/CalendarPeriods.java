package io.vigia.alert.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Seconds, minutes, hours, days and weeks of UTC; a week begins on Monday (ISO 8601). */
public enum CalendarPeriods implements Periods {
  SECOND(1, "uuuu-MM-dd'T'HH:mm:ss'Z'"),
  MINUTE(60, "uuuu-MM-dd'T'HH:mm'Z'"),
  HOUR(3_600, "uuuu-MM-dd'T'HH'Z'"),
  DAY(86_400, "uuuu-MM-dd"),
  WEEK(7 * 86_400, "") {
    @Override
    String id(long startMillis) {
      LocalDate monday = LocalDate.ofInstant(Instant.ofEpochMilli(startMillis), ZoneOffset.UTC);
      return String.format(
          Locale.ROOT,
          "%d-W%02d",
          monday.get(IsoFields.WEEK_BASED_YEAR),
          monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
  };

  /** 1970-01-01 was a Thursday. */
  private static final long FIRST_MONDAY = 4 * 86_400_000L;

  private final long millis;
  private final DateTimeFormatter format;

  CalendarPeriods(long seconds, String pattern) {
    this.millis = 1000 * seconds;
    this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** How long each is, s. */
  public double seconds() {
    return millis / 1000.0;
  }

  @Override
  public Period at(long timeMillis) {
    long start = timeMillis - Math.floorMod(timeMillis - FIRST_MONDAY, millis);
    return new Period(id(start), start, start + millis);
  }

  String id(long startMillis) {
    return format.format(Instant.ofEpochMilli(startMillis));
  }
}

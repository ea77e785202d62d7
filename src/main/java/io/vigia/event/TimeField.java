package io.vigia.event;

import java.util.Locale;

/**
 * Where the event time stands, in which unit and on which scale.
 *
 * @throws IllegalArgumentException for a combination that means nothing: unit {@code gps} on
 *     another scale than {@code gps}
 */
public record TimeField(String pointer, Unit unit, Scale scale) {

  public TimeField {
    if (unit == Unit.GPS && scale != Scale.GPS) {
      throw new IllegalArgumentException(
          "unit gps counts seconds on the gps scale, not on "
              + scale.label()
              + "; write scale: gps, or unit: s for seconds since 1970");
    }
  }

  /** The unit, with its epoch where the name says it. Without an epoch: since 1970-01-01, 0 h. */
  public enum Unit {
    S,
    MS,
    US,
    NS,
    /** Seconds since 1980-01-06 00:00:00 UTC, on the GPS scale. */
    GPS,
    /** Days since -4712-01-01, 12 h; each of 86,400 s, also those with a leap second. */
    JD,
    /** JD - 2400000.5. */
    MJD,
    /** {@code 2017-01-04T10:11:58.6}, see {@link EventTime#ofText}. */
    ISO;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The scale meant where none is written. */
    public Scale usualScale() {
      return this == GPS ? Scale.GPS : Scale.UTC;
    }
  }

  /** The time scale: what the clock of the source shows. */
  public enum Scale {
    UTC,
    /** Ahead of UTC by the leap seconds: 37 s since 2017. */
    TAI,
    /** TAI - 19 s. */
    GPS;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is a time by this field, for a message. */
  String allowed() {
    String from =
        switch (scale) {
          case UTC -> "1678";
          case TAI -> "1972";
          case GPS -> "1980-01-06";
        };
    return "unit "
        + unit.label()
        + " on scale "
        + scale.label()
        + ", from "
        + from
        + " to 2262, is expected";
  }
}

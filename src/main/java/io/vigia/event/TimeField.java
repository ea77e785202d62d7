package io.vigia.event;

/** Where the event time stands, in which unit and on which scale. */
public record TimeField(String pointer, Unit unit, Scale scale) {
  /** The unit, with its epoch where the name says it. */
  public enum Unit {
    S,
    MS,
    US,
    NS,
    /** Seconds since 1980-01-06 00:00:00 UTC, on the GPS scale. */
    GPS,
    JD,
    MJD,
    ISO
  }

  /** The time scale. */
  public enum Scale {
    UTC,
    TAI,
    GPS
  }
}

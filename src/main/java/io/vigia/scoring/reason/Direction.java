package io.vigia.scoring.reason;

import java.util.Locale;

/** In which way a value is not the expected one. */
public enum Direction {
  HIGH,
  LOW,
  /** A category, and not the expected one. */
  OTHER,
  /** There is no value. */
  MISSING;

  /** As it stands in records. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

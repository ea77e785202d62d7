package io.vigia.calibration;

import java.util.Locale;

/** What speaks for scores above all those of the calibration. */
public enum TailMethod {
  /** A {@link GeneralisedParetoTail}, where it fits. */
  GPD,
  /** Nothing: p-values end at 1 / (n + 1). */
  NONE;

  /** As files have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

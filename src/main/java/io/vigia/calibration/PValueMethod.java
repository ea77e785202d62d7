package io.vigia.calibration;

import java.util.Locale;

/** Where a p-value is from. */
public enum PValueMethod {
  /** Counted among the calibration scores: holds in finite samples, whatever their distribution. */
  EMPIRICAL,
  /** By the {@link GeneralisedParetoTail} beyond them: approximate. */
  TAIL;

  /** As records have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.vigia.kernel;

import java.util.Locale;

/** What becomes of a column's value that is missing: NaN in a row. */
public enum Missing {
  /** It never comes: whoever reads events refuses it. A NaN becomes a score that is NaN. */
  REJECT,
  /**
   * The coordinate is filled, an indicator joins the context, and being missing has a probability
   * of its own: where it was rare in training, it is improbable.
   */
  IMPUTE,
  /**
   * The coordinate is filled and an indicator joins the context: the density is that of the
   * observed features, given which of them are observed. Calibrated for each pattern apart.
   */
  MASK;

  /** As it stands in JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

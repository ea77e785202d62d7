package io.vigia.training;

import java.util.Locale;

/** The map of a feature by itself before a density sees it. */
public enum Coordinates {
  /** asinh for a feature with very heavy tails, else none. */
  AUTO,
  /** The feature as it is. */
  NONE,
  /** {@link io.vigia.kernel.MarginalTransform.Asinh}, fitted: for heavy tails. */
  ASINH,
  /** {@link io.vigia.kernel.QuantileTransform}: by rank onto a normal distribution. */
  QUANTILE;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

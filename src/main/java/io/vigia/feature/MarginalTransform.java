package io.vigia.feature;

import java.util.Locale;

/**
 * The map that a feature goes through by itself before a density sees it; its volume is accounted
 * for, so that the density stays one over the feature.
 */
public enum MarginalTransform {
  /** Chosen in training, and reported. */
  AUTO,
  /** The feature as it is. */
  NONE,
  /** {@code asinh((x - m) / s)}, m and s learned: for heavy tails. */
  ASINH,
  /** By rank onto a Gaussian: for any shape. */
  QUANTILE;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.vigia.density.flow;

/**
 * What is trained between a transform's permutation and its map. All but the first are stored as
 * {@code mixing: linear}.
 */
public enum Mixing {
  /** Nothing. */
  PERMUTATION(false, false),
  /**
   * A scale and a shift of each feature, which start so that a batch leaves with mean 0 and sd 1.
   */
  ACTIVATION_NORM(false, true),
  /** A matrix by its triangular factors, and a shift; starts as the identity. */
  LU(true, false),
  /** The two together. */
  NORMALISED_LU(true, true);

  private final boolean full;
  private final boolean normalised;

  Mixing(boolean full, boolean normalised) {
    this.full = full;
    this.normalised = normalised;
  }

  /** Whether elements off the diagonal are trained. */
  boolean full() {
    return full;
  }

  /** Whether it starts from what a batch looks like (Kingma and Dhariwal 2018, section 3.1). */
  boolean normalised() {
    return normalised;
  }
}

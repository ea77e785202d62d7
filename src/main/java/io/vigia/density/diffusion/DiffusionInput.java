package io.vigia.density.diffusion;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a diffusion model sees them.
 *
 * @param x [n, D], standardised coordinates; 0 where the mask is
 * @param condition [n, C], maybe of no columns
 * @param mask [n, D] of ones and zeros: which coordinates there are; null where all are
 */
public record DiffusionInput(NDArray x, NDArray condition, @Nullable NDArray mask) {
  int rows() {
    return (int) x.getShape().get(0);
  }

  int coordinates() {
    return (int) x.getShape().get(1);
  }

  /** Noise only where there are coordinates. */
  NDArray masked(NDArray noise) {
    return mask == null ? noise : noise.mul(mask);
  }
}

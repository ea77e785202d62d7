package io.vigia.density.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * The network of a diffusion model. Of {@code z = alpha x + sigma eps} it predicts the velocity
 * {@code v = alpha eps - sigma x} (Salimans and Ho 2022, "Progressive Distillation for Fast
 * Sampling of Diffusion Models", section 4), which stands for noise and data alike:
 *
 * <pre>
 * eps = sigma z + alpha v          x = alpha z - sigma v
 * </pre>
 *
 * <p>Where x is standard normal the best prediction is 0 at every noise, so a network that begins
 * as 0 begins as that density.
 */
public interface VelocityPredictor {
  /**
   * @param parameters of the model, as its table splits them
   * @param z [n, D], noisy coordinates
   * @param gamma [n, 1], the negative log signal-to-noise ratio: {@code log(sigma^2 / alpha^2)}
   * @param condition [n, C], what the density is conditional on; maybe of no columns
   * @return [n, D]
   */
  NDArray velocity(NDList parameters, NDArray z, NDArray gamma, NDArray condition);
}

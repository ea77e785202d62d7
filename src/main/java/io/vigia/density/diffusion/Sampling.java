package io.vigia.density.diffusion;

/**
 * How rows are drawn from a diffusion model.
 *
 * @param method the way from noise to data
 * @param steps equal steps of gamma: 1 to 10,000
 */
public record Sampling(Method method, int steps) {
  /** From noise to data. */
  public enum Method {
    /**
     * By the reversed chain of noises (Kingma et al. 2021, appendix A.4): fresh noise in each step.
     */
    ANCESTRAL,
    /**
     * By the differential equation that has the same marginals (Song, Sohl-Dickstein, Kingma,
     * Kumar, Ermon and Poole 2021, equation 13): deterministic given the first noise; Heun's
     * method.
     */
    PROBABILITY_FLOW
  }

  /** 200 ancestral steps. */
  public static final Sampling DEFAULT = new Sampling(Method.ANCESTRAL, 200);

  /**
   * @throws IllegalArgumentException where the steps are not among those allowed
   */
  public Sampling {
    if (steps < 1 || steps > 10_000) {
      throw new IllegalArgumentException("sampling.steps is " + steps + "; allowed: 1 to 10000");
    }
  }
}

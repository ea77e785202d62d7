package io.vigia.density;

/**
 * How parameters follow their gradient, whatever the density.
 *
 * @param weightDecay of {@link AdamW}, a share per unit of rate: 0 or more
 * @param gradientNorm the largest Euclidean norm of a gradient, above 0
 * @param averaging the decay of the {@link MovingAverage} of the parameters: 0 to below 1
 */
public record Optimisation(double weightDecay, double gradientNorm, double averaging) {
  public static final Optimisation DEFAULT = new Optimisation(1e-4, 5, 0.995);

  /**
   * @throws IllegalArgumentException where a value is not among those allowed
   */
  public Optimisation {
    require("weight_decay", weightDecay, weightDecay >= 0, "0 or more");
    require("gradient_norm", gradientNorm, gradientNorm > 0, "above 0");
    require("averaging", averaging, averaging >= 0 && averaging < 1, "0 to below 1");
  }

  private static void require(String key, double value, boolean holds, String allowed) {
    if (!holds || !Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "training." + key + " is " + value + "; allowed: " + allowed);
    }
  }
}

package io.vigia.density.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Torch;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a {@link VariationalDiffusion}, from {@code z_1 ~ N(0, I)} down to gamma_0. What is
 * given at the end is the expected data {@code alpha_0 z_0 - sigma_0 F}: a draw of the
 * reconstruction's Gaussian would add the noise of gamma_0 once more.
 */
public final class DiffusionSampler {
  private final NDList parameters;
  private final VelocityPredictor predictor;
  private final double first;
  private final double last;

  /**
   * @param parameters of the model, without gradient, alive as long as this is used
   */
  public DiffusionSampler(VariationalDiffusion diffusion, NDList parameters) {
    this.parameters = parameters;
    this.predictor = diffusion.predictor();
    NDList ends = diffusion.schedule().ends(parameters);
    this.first = ends.get(0).getFloat();
    this.last = ends.get(1).getFloat();
  }

  /**
   * @param condition [n, C], maybe of no columns
   * @param mask [n, D] of the coordinates that there are, or null for all
   * @return [n * D], standardised coordinates, 0 where the mask is
   */
  public float[] draw(
      NDArray condition, @Nullable NDArray mask, int coordinates, long seed, Sampling sampling) {
    return Torch.withoutGradient(
        () -> {
          NDManager scope = condition.getManager();
          int rows = (int) condition.getShape().get(0);
          Draw draw = new Draw(scope, condition, mask, new Shape(rows, coordinates), seed);
          return draw.run(sampling);
        });
  }

  private final class Draw {
    private final NDManager parent;
    private final NDArray condition;
    private final @Nullable NDArray mask;
    private final Shape shape;
    private final SplittableRandom random;

    Draw(NDManager parent, NDArray condition, @Nullable NDArray mask, Shape shape, long seed) {
      this.parent = parent;
      this.condition = condition;
      this.mask = mask;
      this.shape = shape;
      this.random = new SplittableRandom(seed);
    }

    float[] run(Sampling sampling) {
      float[] z = noise(parent).toFloatArray();
      double step = (last - first) / sampling.steps();
      for (int i = 0; i < sampling.steps(); i++) {
        double from = last - i * step;
        double to = i + 1 == sampling.steps() ? first : from - step;
        z = move(z, from, to, sampling.method());
      }
      try (NDManager scope = parent.newSubManager()) {
        NDArray noisy = scope.create(z, shape);
        NDArray data = noisy.mul(alpha(first)).sub(velocity(scope, noisy, first).mul(sigma(first)));
        return data.toFloatArray();
      }
    }

    /** One step of either method; its arrays live in a scope of their own. */
    private float[] move(float[] z, double from, double to, Sampling.Method method) {
      try (NDManager scope = parent.newSubManager()) {
        NDArray noisy = scope.create(z, shape);
        NDArray moved =
            switch (method) {
              case ANCESTRAL -> ancestral(scope, noisy, from, to);
              case PROBABILITY_FLOW -> heun(scope, noisy, from, to);
            };
        return moved.toFloatArray();
      }
    }

    /**
     * With {@code c = 1 - exp(gamma_s - gamma_t)}: {@code z_s = alpha_s / alpha_t (z_t - c sigma_t
     * e) + sigma_s sqrt(c) eps}.
     */
    private NDArray ancestral(NDManager scope, NDArray z, double from, double to) {
      double c = -Math.expm1(to - from);
      NDArray predicted = z.mul(sigma(from)).add(velocity(scope, z, from).mul(alpha(from)));
      NDArray mean = z.sub(predicted.mul(c * sigma(from))).mul(alpha(to) / alpha(from));
      return mean.add(noise(scope).mul(sigma(to) * Math.sqrt(c)));
    }

    /** {@code dz / dgamma = alpha sigma F / 2}. */
    private NDArray heun(NDManager scope, NDArray z, double from, double to) {
      NDArray slope = velocity(scope, z, from).mul(alpha(from) * sigma(from) / 2);
      NDArray ahead = z.add(slope.mul(to - from));
      NDArray slopeThere = velocity(scope, ahead, to).mul(alpha(to) * sigma(to) / 2);
      return z.add(slope.add(slopeThere).mul((to - from) / 2));
    }

    private NDArray velocity(NDManager scope, NDArray z, double gamma) {
      NDArray same = scope.full(new Shape(shape.get(0), 1), (float) gamma);
      return predictor.velocity(parameters, z, same, condition);
    }

    private NDArray noise(NDManager scope) {
      float[] values = new float[(int) shape.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      NDArray noise = scope.create(values, shape);
      return mask == null ? noise : noise.mul(mask);
    }
  }

  private static double alpha(double gamma) {
    return Math.sqrt(1 / (1 + Math.exp(gamma)));
  }

  private static double sigma(double gamma) {
    return alpha(-gamma);
  }
}

package io.vigia.density.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.ParameterTable;

/**
 * The learned noise schedule: how the negative log signal-to-noise ratio gamma rises with time t
 * from 0 (data) to 1 (noise). Monotone and piecewise linear over K equal steps of time, with {@code
 * a, b, w_1..w_K} learned:
 *
 * <pre>
 * gamma(t)  = gamma_0 + (gamma_1 - gamma_0) m(t)        m(0) = 0, m(1) = 1
 * gamma_0   = -6 + 4 tanh(a)      gamma_1 = 4 + 4 tanh(b)
 * m(t)      = sum_k h_k clip(K t - (k - 1), 0, 1)       h = 0.9 softmax(w) + 0.1 / K
 * </pre>
 *
 * <p>With all parameters 0 it is linear from -6 to 4. The bounds on gamma_0 keep the density of
 * repeated values finite: no peak is narrower than {@code exp(-5)} scales of its feature.
 *
 * <p>The ends follow the gradient of the bound. The shape does not change the bound's expectation
 * (Kingma, Salimans, Poole and Ho 2021, "Variational Diffusion Models", section 5.1), only its
 * variance, so it has a loss of its own: {@link #unevenness}.
 */
public final class NoiseSchedule {
  private static final float[] START = {-6, 4};
  private static final float[] REACH = {4, 4};
  private static final float LEAST_SHARE = 0.1f;

  private final int bins;
  private final ParameterTable.Entry ends;
  private final ParameterTable.Entry shape;
  private final NDArray start;
  private final NDArray reach;
  private final NDArray learnedShare;

  /**
   * The schedule at some times.
   *
   * @param gamma [n, 1]; a gradient reaches the ends only
   * @param slope [n, 1], its derivative by time; likewise
   * @param steepness [n, 1], dm/dt; a gradient reaches the shape
   */
  public record Point(NDArray gamma, NDArray slope, NDArray steepness) {}

  /**
   * Adds the schedule's parameters to {@code table}.
   *
   * @param constants outlives every graph
   */
  public NoiseSchedule(ParameterTable table, int bins, NDManager constants) {
    this.bins = bins;
    this.ends = table.add("schedule.ends", 2);
    this.shape = table.add("schedule.shape", bins);
    this.start = constants.create(START);
    this.reach = constants.create(REACH);
    this.learnedShare = constants.create(1 - LEAST_SHARE);
  }

  /** {@code gamma_0} and {@code gamma_1}, each [1]. */
  public NDList ends(NDList parameters) {
    return parameters.get(ends.index()).tanh().mul(reach).add(start).split(2);
  }

  /**
   * @param times each from 0 to 1
   * @param scope the arrays' owner
   */
  public Point at(NDList parameters, double[] times, NDManager scope) {
    NDArray heights =
        parameters
            .get(shape.index())
            .softmax(0)
            .mul(learnedShare)
            .add(LEAST_SHARE / bins)
            .reshape(bins, 1);
    NDArray passed = scope.create(passed(times), new Shape(times.length, bins)).matMul(heights);
    NDArray steepness = scope.create(within(times), new Shape(times.length, bins)).matMul(heights);
    NDList ends = ends(parameters);
    NDArray span = ends.get(1).sub(ends.get(0));
    NDArray gamma = passed.stopGradient().mul(span).add(ends.get(0));
    return new Point(gamma, steepness.stopGradient().mul(span), steepness);
  }

  /**
   * A loss for the shape: the logarithm of {@code E_t[|l| (dm/dt)^2]}, where l is the bound's
   * integrand per unit of gamma, held fixed. Given that m rises by 1 its least value has {@code |l|
   * dm/dt} the same at all times, and an integrand that is the same at all times has the least
   * variance over them.
   *
   * @param integrand [n, 1], at these times
   * @return a scalar
   */
  public static NDArray unevenness(NDArray integrand, Point at) {
    NDArray weight = integrand.stopGradient().abs().add(1e-4f);
    return weight.mul(at.steepness().square()).mean().log();
  }

  /** How much of each step of time has passed, [times, K]. */
  private float[] passed(double[] times) {
    float[] out = new float[times.length * bins];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.max(0, Math.min(1, bins * times[i / bins] - i % bins));
    }
    return out;
  }

  /** K at the step that a time is within, else 0, [times, K]. */
  private float[] within(double[] times) {
    float[] out = new float[times.length * bins];
    for (int i = 0; i < times.length; i++) {
      out[i * bins + Math.min(bins - 1, (int) (bins * times[i]))] = bins;
    }
    return out;
  }
}

package io.vigia.density.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.vigia.density.RowNoise;
import java.util.SplittableRandom;

/**
 * A variational diffusion model in continuous time (Kingma, Salimans, Poole and Ho 2021,
 * "Variational Diffusion Models"), as a function of its parameters. Noise is added to data x by
 *
 * <pre>
 * z_t = alpha x + sigma eps       sigma^2 = 1 / (1 + exp(-gamma(t)))      alpha^2 = 1 - sigma^2
 * </pre>
 *
 * <p>and with the predicted noise e(z, gamma) the bound is (their equations 11 and 17)
 *
 * <pre>
 * -log p(x) &lt;= KL(q(z_1 | x) || N(0, I))                                        prior
 *            + E[-log N(x; z_0 / alpha_0, exp(gamma_0))]                         reconstruction
 *            + 1/2 E_(t, eps)[gamma'(t) ||eps - e(z_t, gamma(t))||^2]            diffusion
 * </pre>
 *
 * <p>Features are continuous, so the reconstruction is the Gaussian that x has given z_0 alone:
 * {@code D/2 (log(2 pi e) + gamma_0)} in expectation, whatever x.
 *
 * <p><b>As computed.</b> With a {@link VelocityPredictor} F the predicted noise is {@code sigma z +
 * alpha F}, and {@code ||eps - e||^2 = alpha^2 ||v - F||^2 = alpha^2 (||v||^2 + ||F||^2 - 2 v F)}.
 * What F does not enter has a known expectation over noise and time; with prior and reconstruction
 * it comes to
 *
 * <pre>
 * -log p(x) &lt;= D/2 (log 2 pi + sigma_0^2 - log alpha_0^2) + alpha_0^2 ||x||^2 / 2        base
 *            + E_(t, eps)[gamma'(t) alpha^2 (||F||^2 - 2 v F) / 2]                        rest
 * </pre>
 *
 * <p>so that only what the network adds to a standard normal is estimated with noise: the same
 * bound by a control variate. Where coordinates are masked, D and the sums are over those that are
 * there.
 */
public final class VariationalDiffusion {
  private final NoiseSchedule schedule;
  private final VelocityPredictor predictor;
  private final NDArray half;

  /**
   * @param constants outlives every graph
   */
  public VariationalDiffusion(
      NoiseSchedule schedule, VelocityPredictor predictor, NDManager constants) {
    this.schedule = schedule;
    this.predictor = predictor;
    this.half = constants.create(0.5f);
  }

  NoiseSchedule schedule() {
    return schedule;
  }

  VelocityPredictor predictor() {
    return predictor;
  }

  /**
   * The mean bound of rows, each at one time and one noise, the times evenly spread (their appendix
   * I.1: {@code (u + i / n) mod 1}). In value; its gradient also makes the schedule even.
   *
   * @param draw what u and the noise follow from
   * @return a scalar, in nats per unit of the coordinates' volume
   */
  public NDArray loss(NDList parameters, DiffusionInput input, NDManager scope, long draw) {
    int rows = input.rows();
    double[] times = new double[rows];
    double offset = new SplittableRandom(draw).nextDouble();
    for (int i = 0; i < rows; i++) {
      times[i] = (offset + (double) i / rows) % 1;
    }
    NoiseSchedule.Point at = schedule.at(parameters, times, scope);
    NDArray noise =
        scope.create(
            RowNoise.normal(draw, rows * input.coordinates()),
            new Shape(rows, input.coordinates()));
    NDArray integrand = integrand(parameters, input, input.masked(noise), at.gamma());
    NDArray first = schedule.ends(parameters).get(0);
    NDArray bound = base(first, input).add(integrand.mul(at.slope())).mean();
    NDArray unevenness = NoiseSchedule.unevenness(integrand, at);
    return bound.add(unevenness).sub(unevenness.stopGradient());
  }

  /**
   * The part of the bound that is known without noise.
   *
   * @param first [1], gamma_0
   * @return [n, 1]
   */
  NDArray base(NDArray first, DiffusionInput input) {
    NDArray mask = input.mask();
    NDArray there = mask == null ? input.x().onesLike() : mask;
    // From the rows on, since results belong to the first operand's manager.
    NDArray gamma = input.x().zerosLike().sum(new int[] {1}, true).add(first);
    NDArray perCoordinate =
        Activation.sigmoid(gamma).add(Activation.softPlus(gamma)).add(Math.log(2 * Math.PI));
    NDArray volume = there.sum(new int[] {1}, true).mul(perCoordinate);
    NDArray square = input.x().square().sum(new int[] {1}, true);
    return square.mul(Activation.sigmoid(gamma.neg())).add(volume).mul(half);
  }

  /**
   * The rest per unit of gamma: {@code alpha^2 (||F||^2 - 2 v F) / 2} at one noise.
   *
   * @param noise [n, D], 0 where the mask is
   * @param gamma [n, 1]
   * @return [n, 1]
   */
  NDArray integrand(NDList parameters, DiffusionInput input, NDArray noise, NDArray gamma) {
    NDArray alphaSquare = Activation.sigmoid(gamma.neg());
    NDArray alpha = alphaSquare.sqrt();
    NDArray sigma = Activation.sigmoid(gamma).sqrt();
    NDArray z = input.x().mul(alpha).add(noise.mul(sigma));
    NDArray v = noise.mul(alpha).sub(input.x().mul(sigma));
    NDArray predicted = predictor.velocity(parameters, z, gamma, input.condition());
    NDArray rest = predicted.mul(predicted.sub(v).sub(v)).sum(new int[] {1}, true);
    return rest.mul(alphaSquare).mul(half);
  }
}

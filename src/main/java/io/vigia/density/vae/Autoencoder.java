package io.vigia.density.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.vigia.density.ParameterTable;
import java.util.SplittableRandom;

/**
 * The graph of a variational autoencoder (Kingma and Welling 2014) over standardised features x,
 * given c, with latent z:
 *
 * <pre>
 * p(z) = N(0, 1)        q(z|x, c) = N(mu, sigma^2)        p(x|z, c) = N(nu, tau^2)
 * elbo(x)    = E_q[log p(x|z, c)] - KL(q(z|x, c) || p(z))                      at most log p(x|c)
 * bound_K(x) = log 1/K sum_k p(x|z_k, c) p(z_k) / q(z_k|x, c),  z_k from q     (Burda et al. 2016)
 * </pre>
 *
 * <p>All covariances are diagonal. tau is learned and at least {@code exp(-3)}, a twentieth of a
 * standard deviation: without a floor a feature that the latent space can repeat exactly would have
 * an infinite density. {@code |log sigma|} stays below 5.
 *
 * <p>A pure function of theta, whose arrays belong to theta's or the rows' scope.
 */
final class Autoencoder implements AutoCloseable {
  private static final double LEAST_LOG_DEVIATION = -3;
  private static final float LATENT_BOUND = 5;

  private final VaeArchitecture architecture;
  private final Coder coder;
  private final NDArray half;
  private final NDArray bound;

  Autoencoder(VaeArchitecture architecture, NDManager manager) {
    this.architecture = architecture;
    this.coder = Coder.of(architecture);
    this.half = manager.create(0.5f);
    this.bound = manager.create(LATENT_BOUND);
  }

  ParameterTable table() {
    return coder.table();
  }

  /** A start that encodes and decodes nearly nothing, with tau of nearly 1. */
  float[] initial(long seed) {
    float[] theta = new float[table().size()];
    coder.initialise(theta, new SplittableRandom(seed));
    return theta;
  }

  /**
   * One draw of the evidence lower bound, its divergence exact.
   *
   * @param x [batch, D]
   * @param context [batch, C]
   * @param noise standard normal, [batch, L]
   * @return [batch], in nats per unit of standardised volume
   */
  NDArray elbo(NDList parameters, NDArray x, NDArray context, NDArray noise) {
    DiagonalGaussian posterior = posterior(parameters, x, context);
    DiagonalGaussian likelihood = likelihood(parameters, posterior.draw(noise), context);
    return likelihood.logDensity(x).sub(posterior.divergenceFromStandard());
  }

  /**
   * The logarithms of the importance weights {@code p(x|z_k) p(z_k) / q(z_k|x)}.
   *
   * @param x [batch, D]
   * @param context [batch, C]
   * @param noise standard normal, [batch, K, L]
   * @return [batch, K], in nats per unit of standardised volume
   */
  NDArray logWeights(NDList parameters, NDArray x, NDArray context, NDArray noise) {
    long batch = noise.getShape().get(0);
    long samples = noise.getShape().get(1);
    DiagonalGaussian posterior = posterior(parameters, x, context).perSample();
    NDArray z = posterior.draw(noise);
    DiagonalGaussian likelihood =
        likelihood(
            parameters,
            z.reshape(batch * samples, architecture.latent()),
            repeat(context, samples));
    NDArray each =
        x.expandDims(1)
            .broadcast(batch, samples, architecture.features())
            .reshape(batch * samples, architecture.features());
    return likelihood
        .logDensity(each)
        .reshape(batch, samples)
        .add(DiagonalGaussian.logStandard(z, half))
        .sub(posterior.logDensity(z));
  }

  /** Standardised features for latent and observation noise, [batch, L] and [batch, D]. */
  NDArray generate(NDList parameters, NDArray z, NDArray context, NDArray noise) {
    return likelihood(parameters, z, context).draw(noise);
  }

  @Override
  public void close() {
    half.close();
    bound.close();
  }

  private DiagonalGaussian posterior(NDList parameters, NDArray x, NDArray context) {
    NDList halves = coder.encode(parameters, x, context).split(2, 1);
    NDArray bounded = Activation.softSign(halves.get(1).div(bound)).mul(bound);
    return new DiagonalGaussian(halves.get(0), bounded, half);
  }

  private DiagonalGaussian likelihood(NDList parameters, NDArray z, NDArray context) {
    Coder.Raw raw = coder.decode(parameters, z, context);
    NDArray above = Activation.softPlus(raw.logDeviation().sub(LEAST_LOG_DEVIATION));
    return new DiagonalGaussian(raw.mean(), above.add(LEAST_LOG_DEVIATION), half);
  }

  private static NDArray repeat(NDArray context, long samples) {
    Shape shape = context.getShape();
    if (shape.get(1) == 0) {
      return context;
    }
    return context
        .expandDims(1)
        .broadcast(shape.get(0), samples, shape.get(1))
        .reshape(shape.get(0) * samples, shape.get(1));
  }
}

package io.vigia.density.vae;

import ai.djl.ndarray.NDArray;

/**
 * A Gaussian with a diagonal covariance over the last axis of its arrays.
 *
 * @param mean mu, [..., n]
 * @param logDeviation s, the logarithm of the standard deviation; of a shape that broadcasts to
 *     mu's
 * @param half one half, in a scope that outlives the graph
 */
record DiagonalGaussian(NDArray mean, NDArray logDeviation, NDArray half) {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /** {@code log N(x; mu, exp(2 s)) = -sum((x - mu)^2 exp(-2 s) / 2 + s + log(2 pi) / 2)}. */
  NDArray logDensity(NDArray x) {
    NDArray residual = x.sub(mean).mul(logDeviation.neg().exp());
    return sum(residual.square().mul(half).add(logDeviation).add(LOG_TWO_PI / 2)).neg();
  }

  /**
   * {@code mu + exp(s) noise}: a draw that a gradient can follow (Kingma and Welling 2014, 2.4).
   */
  NDArray draw(NDArray noise) {
    return noise.mul(logDeviation.exp()).add(mean);
  }

  /**
   * {@code KL(N(mu, exp(2 s)) || N(0, 1)) = sum((exp(2 s) + mu^2 - 1) / 2 - s)} (Kingma and Welling
   * 2014, appendix B).
   */
  NDArray divergenceFromStandard() {
    NDArray second = logDeviation.exp().square().add(mean.square()).sub(1);
    return sum(second.mul(half).sub(logDeviation));
  }

  /** {@code log N(x; 0, 1)}. */
  static NDArray logStandard(NDArray x, NDArray half) {
    return sum(x.square().mul(half).add(LOG_TWO_PI / 2)).neg();
  }

  /** Views with axes of length 1, to broadcast: [batch, n] as [batch, 1, n]. */
  DiagonalGaussian perSample() {
    return new DiagonalGaussian(mean.expandDims(1), logDeviation.expandDims(1), half);
  }

  private static NDArray sum(NDArray terms) {
    return terms.sum(new int[] {terms.getShape().dimension() - 1});
  }
}

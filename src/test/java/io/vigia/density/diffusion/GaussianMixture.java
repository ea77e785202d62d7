package io.vigia.density.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * A mixture of Gaussians with diagonal covariances, equal weights, and the velocity that is the
 * best prediction for it: {@code E[v | z]}. Given component k, {@code z ~ N(alpha m_k, alpha^2
 * s_k^2 + sigma^2)} and {@code E[x | z] = m_k + alpha s_k^2 (z - alpha m_k) / (alpha^2 s_k^2 +
 * sigma^2)}.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GaussianMixture(double[][] mean, double[][] deviation) implements VelocityPredictor {

  double logDensity(double... x) {
    double density = 0;
    for (int k = 0; k < mean.length; k++) {
      double log = 0;
      for (int j = 0; j < x.length; j++) {
        double u = (x[j] - mean[k][j]) / deviation[k][j];
        log -= (u * u + Math.log(2 * Math.PI)) / 2 + Math.log(deviation[k][j]);
      }
      density += Math.exp(log) / mean.length;
    }
    return Math.log(density);
  }

  @Override
  public NDArray velocity(NDList parameters, NDArray z, NDArray gamma, NDArray condition) {
    NDManager scope = z.getManager();
    NDArray alpha = Activation.sigmoid(gamma.neg()).sqrt();
    NDArray sigma = Activation.sigmoid(gamma).sqrt();
    NDArray weights = null;
    NDArray data = null;
    NDArray[] logs = new NDArray[mean.length];
    NDArray[] each = new NDArray[mean.length];
    for (int k = 0; k < mean.length; k++) {
      NDArray m = row(scope, mean[k]);
      NDArray square = row(scope, deviation[k]).square();
      NDArray variance = alpha.square().mul(square).add(sigma.square());
      NDArray off = z.sub(alpha.mul(m));
      each[k] = alpha.mul(square).mul(off).div(variance).add(m);
      logs[k] = off.square().div(variance).add(variance.log()).sum(new int[] {1}, true).mul(-0.5);
    }
    NDArray most = logs[0];
    for (NDArray log : logs) {
      most = most.maximum(log);
    }
    for (int k = 0; k < mean.length; k++) {
      NDArray weight = logs[k].sub(most).exp();
      weights = weights == null ? weight : weights.add(weight);
      data = data == null ? each[k].mul(weight) : data.add(each[k].mul(weight));
    }
    if (data == null || weights == null) {
      throw new IllegalStateException("a mixture of nothing");
    }
    NDArray expected = data.div(weights);
    NDArray noise = z.sub(alpha.mul(expected)).div(sigma);
    return alpha.mul(noise).sub(sigma.mul(expected));
  }

  private static NDArray row(NDManager scope, double[] values) {
    float[] floats = new float[values.length];
    for (int j = 0; j < floats.length; j++) {
      floats[j] = (float) values[j];
    }
    return scope.create(floats, new Shape(1, floats.length));
  }
}

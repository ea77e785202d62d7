package io.vigia.density.vae;

import io.vigia.density.Architectures;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Probabilistic principal components (Tipping and Bishop 1999) in four dimensions with two latent
 * ones: {@code x = W z + mu + tau n}. W's columns are orthogonal, {@code W = (a (1, 1, 0, 0), b (0,
 * 0, 1, -1))}, so that the posterior is a diagonal Gaussian and a linear autoencoder can be exact:
 *
 * <pre>
 * p(x) = N(mu, W W' + tau^2)        q(z|x) = N(M^-1 W' (x - mu), tau^2 M^-1)      M = W' W + tau^2
 * </pre>
 */
final class PrincipalComponents {
  static final int FEATURES = 4;
  static final int LATENT = 2;
  private static final double A = 0.6;
  private static final double B = 0.9;
  private static final double TAU = 0.5;
  private static final double[] MEAN = {1, -2, 0.5, 3};
  private static final double[][] W = {{A, 0}, {A, 0}, {0, B}, {0, -B}};

  private PrincipalComponents() {}

  static VaeArchitecture linear() {
    return VaeArchitecture.dense(FEATURES, 0, LATENT, List.of(), VaeArchitecture.FREE);
  }

  /**
   * The exact autoencoder.
   *
   * @param misplaced added to each posterior mean: where it is not 0, the bound is not tight
   */
  static DensityWeights exact(double misplaced) {
    float[] encoder = new float[2 * LATENT * FEATURES];
    float[] encoderBias = new float[2 * LATENT];
    float[] decoder = new float[FEATURES * LATENT];
    float[] deviation = new float[FEATURES];
    for (int l = 0; l < LATENT; l++) {
      double m = 2 * square(l == 0 ? A : B) + square(TAU);
      double bias = misplaced;
      for (int j = 0; j < FEATURES; j++) {
        encoder[l * FEATURES + j] = (float) (W[j][l] / m);
        decoder[j * LATENT + l] = (float) W[j][l];
        bias -= W[j][l] / m * MEAN[j];
      }
      encoderBias[l] = (float) bias;
      double s = Math.log(TAU / Math.sqrt(m));
      encoderBias[LATENT + l] = (float) (s / (1 - Math.abs(s) / 5));
    }
    for (int j = 0; j < FEATURES; j++) {
      // The inverse of s = -3 + softplus(raw + 3).
      deviation[j] = (float) (-3 + Math.log(Math.expm1(Math.log(TAU) + 3)));
    }
    float[] mean = new float[FEATURES];
    for (int j = 0; j < FEATURES; j++) {
      mean[j] = (float) MEAN[j];
    }
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put(FlowWeights.MEAN, Tensor.of(new float[FEATURES], FEATURES));
    tensors.put(FlowWeights.SCALE, Tensor.of(new float[] {1, 1, 1, 1}, FEATURES));
    tensors.put("encoder.layer.0.weight", Tensor.of(encoder, 2 * LATENT, FEATURES));
    tensors.put("encoder.layer.0.bias", Tensor.of(encoderBias, 2 * LATENT));
    tensors.put("decoder.layer.0.weight", Tensor.of(decoder, FEATURES, LATENT));
    tensors.put("decoder.layer.0.bias", Tensor.of(mean, FEATURES));
    tensors.put("observation.log_deviation", Tensor.of(deviation, 1, FEATURES));
    return new DensityWeights(Architectures.write(linear()), tensors);
  }

  static float[] rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[count * FEATURES];
    for (int i = 0; i < count; i++) {
      double[] z = {random.nextGaussian(), random.nextGaussian()};
      for (int j = 0; j < FEATURES; j++) {
        double x = MEAN[j] + W[j][0] * z[0] + W[j][1] * z[1] + TAU * random.nextGaussian();
        rows[i * FEATURES + j] = (float) x;
      }
    }
    return rows;
  }

  /**
   * {@code log p(x)}: in the directions of W's columns the variances are {@code 2 a^2 + tau^2} and
   * {@code 2 b^2 + tau^2}, in the two others tau^2.
   */
  static double logDensity(float[] rows, int row) {
    double[] y = new double[FEATURES];
    for (int j = 0; j < FEATURES; j++) {
      y[j] = rows[row * FEATURES + j] - MEAN[j];
    }
    return logNormal(y[0] + y[1], 2 * square(A) + square(TAU))
        + logNormal(y[2] - y[3], 2 * square(B) + square(TAU))
        + logNormal(y[0] - y[1], square(TAU))
        + logNormal(y[2] + y[3], square(TAU));
  }

  /** Of a sum or difference of two, over the square root of 2. */
  private static double logNormal(double sum, double variance) {
    return -square(sum) / 4 / variance - Math.log(2 * Math.PI * variance) / 2;
  }

  private static double square(double x) {
    return x * x;
  }
}

package io.vigia.density.vae;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Architectures;
import io.vigia.density.Density;
import io.vigia.density.RowNoise;
import io.vigia.density.SamplesInParts;
import io.vigia.density.Standardiser;
import io.vigia.density.Torch;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.RowSchema;
import java.util.Arrays;

/**
 * A trained variational autoencoder, scored by the importance-weighted bound of {@value #SAMPLES}
 * samples (Burda, Grosse and Salakhutdinov 2016, equation 8). The samples of a row follow from the
 * row's own values, so its score is the same in any batch, up to the rounding of floats.
 */
public final class VaeDensity implements Density {
  /** K, the samples of a bound unless said otherwise. */
  public static final int SAMPLES = 20;

  /** How many numbers the widest array of a batch may have. */
  private static final int NUMBERS_AT_ONCE = 1 << 21;

  private final VaeArchitecture architecture;
  private final int samples;
  private final NDManager manager;
  private final Standardiser standardiser;
  private final Autoencoder autoencoder;
  private final NDArray theta;
  private final double logVolume;

  private VaeDensity(DensityWeights weights, int samples, Device device) {
    this.architecture = Architectures.read(weights, VaeArchitecture.class);
    this.samples = samples;
    this.manager = Torch.engine().newBaseManager(device);
    this.standardiser = Standardiser.of(manager, weights.tensors(), architecture.features());
    this.autoencoder = new Autoencoder(architecture, manager);
    this.theta = manager.create(autoencoder.table().theta(weights.tensors()));
    this.logVolume = standardiser.logVolume();
  }

  /**
   * The density with these weights.
   *
   * @throws IllegalArgumentException where a tensor is missing or does not fit
   */
  public static VaeDensity open(DensityWeights weights, Device device) {
    return open(weights, SAMPLES, device);
  }

  /**
   * The density with these weights.
   *
   * @param samples K, from 1: the bound is the tighter the more there are
   * @throws IllegalArgumentException where a tensor is missing or does not fit
   */
  public static VaeDensity open(DensityWeights weights, int samples, Device device) {
    if (samples < 1) {
      throw new IllegalArgumentException("samples is " + samples + "; allowed: from 1");
    }
    return new VaeDensity(weights, samples, device);
  }

  @Override
  public Meaning meaning() {
    return Meaning.LOWER_BOUND;
  }

  @Override
  public RowSchema schema() {
    return RowSchema.coordinates(architecture.features(), architecture.context());
  }

  @Override
  public double[] logDensity(float[] rows, int count) {
    double[] bounds = new double[count];
    double[][] weights = logWeights(rows, count);
    for (int row = 0; row < count; row++) {
      bounds[row] = logMean(weights[row]) - logVolume;
    }
    return bounds;
  }

  /**
   * By the delta method: the standard error of the mean weight, over that mean. It knows of the
   * spread among the samples, not of what all of them missed; of a single sample it knows nothing
   * and is 0.
   */
  @Override
  public double[] standardError(float[] rows, int count) {
    double[] errors = new double[count];
    double[][] weights = logWeights(rows, count);
    for (int row = 0; row < count; row++) {
      double logMean = logMean(weights[row]);
      double square = 0;
      for (double weight : weights[row]) {
        double excess = Math.exp(weight - logMean) - 1;
        square += excess * excess;
      }
      errors[row] = Math.sqrt(square / Math.max(1, samples - 1) / samples);
    }
    return errors;
  }

  @Override
  public float[] sample(float[] context, int count, long seed) {
    return SamplesInParts.draw(
        schema(),
        context,
        count,
        rowsAtOnce(1),
        (given, from, rows) -> sample(given, from, rows, seed));
  }

  /** The native arrays that this density holds between calls. */
  int nativeArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    manager.close();
  }

  private float[] sample(float[] context, int from, int count, long seed) {
    int features = architecture.features();
    int latent = architecture.latent();
    // Row by row, so that a row does not depend on how many there are.
    float[] z = new float[count * latent];
    float[] noise = new float[count * features];
    for (int row = 0; row < count; row++) {
      long index = 2L * (from + row);
      RowNoise.fill(z, row * latent, latent, seed, index);
      RowNoise.fill(noise, row * features, features, seed, index + 1);
    }
    try (NDManager scope = manager.newSubManager()) {
      return Torch.withoutGradient(
          () -> {
            NDArray conditions = scope.create(context, new Shape(count, architecture.context()));
            NDArray x =
                autoencoder.generate(
                    parameters(scope),
                    scope.create(z, new Shape(count, latent)),
                    conditions,
                    scope.create(noise, new Shape(count, features)));
            return standardiser.invert(x).toFloatArray();
          });
    }
  }

  /** Log-weights over standardised volume, [count][K]. */
  private double[][] logWeights(float[] rows, int count) {
    double[][] weights = new double[count][samples];
    int atOnce = rowsAtOnce(samples);
    for (int from = 0; from < count; from += atOnce) {
      int part = Math.min(atOnce, count - from);
      float[] flat = logWeights(rows, from, part);
      for (int i = 0; i < flat.length; i++) {
        weights[from + i / samples][i % samples] = flat[i];
      }
    }
    return weights;
  }

  private float[] logWeights(float[] rows, int from, int count) {
    int inputs = architecture.inputs();
    int latent = architecture.latent();
    float[] normal = RowNoise.normal(rows, from, count, inputs, samples * latent);
    try (NDManager scope = manager.newSubManager()) {
      return Torch.withoutGradient(
          () -> {
            NDArray batch =
                scope.create(
                    Arrays.copyOfRange(rows, from * inputs, (from + count) * inputs),
                    new Shape(count, inputs));
            Standardiser.Split split = standardiser.apply(batch);
            NDArray noise = scope.create(normal, new Shape(count, samples, latent));
            return autoencoder
                .logWeights(parameters(scope), split.z(), split.context(), noise)
                .toFloatArray();
          });
    }
  }

  /** Theta's tensors in {@code scope}: results belong to their first operand's. */
  private NDList parameters(NDManager scope) {
    NDArray here = theta.duplicate();
    here.attach(scope);
    return autoencoder.table().split(here);
  }

  private int rowsAtOnce(int repeats) {
    int widest = Math.max(256, 4 * architecture.features());
    return Math.max(1, NUMBERS_AT_ONCE / widest / repeats);
  }

  /** {@code log 1/K sum_k exp(w_k)}. */
  private static double logMean(double[] logWeights) {
    double most = Arrays.stream(logWeights).max().orElseThrow();
    double sum = 0;
    for (double weight : logWeights) {
      sum += Math.exp(weight - most);
    }
    return most + Math.log(sum / logWeights.length);
  }
}

package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Torch;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A trained flow scored by DJL: the reference that the compiled kernel is held to. Its parameters
 * have no gradient and stay in native memory until it is closed. For one thread.
 */
public final class DjlFlow implements AutoCloseable {
  private static final double RANDOM_GAIN = 0.1;

  private final int features;
  private final NDManager manager;
  private final NDArray mean;
  private final NDArray scale;
  private final double logScales;
  private final MaskedAutoregressiveFlow flow;

  private DjlFlow(FlowWeights weights) {
    ParameterLayout layout = new ParameterLayout(weights.architecture());
    this.features = weights.architecture().features();
    this.manager = Torch.engine().newBaseManager();
    this.mean = manager.create(FlowExport.floats(weights, FlowWeights.MEAN));
    float[] scales = FlowExport.floats(weights, FlowWeights.SCALE);
    this.scale = manager.create(scales);
    double sum = 0;
    for (float s : scales) {
      sum += Math.log(s);
    }
    this.logScales = sum;
    NDArray theta = manager.create(FlowExport.parameters(layout, weights));
    FlowConstants constants =
        FlowConstants.of(
            weights.architecture(), FlowExport.permutations(weights), manager, DataType.FLOAT32);
    this.flow = new MaskedAutoregressiveFlow(layout, constants, theta);
  }

  /** The flow with these weights. */
  public static DjlFlow of(FlowWeights weights) {
    return new DjlFlow(weights);
  }

  /**
   * Weights of a flow that is far from the identity, for benchmarks and for checking the kernel:
   * shifts and log-scales of some tenths, standardisation by random means and scales. With much
   * more, some rows have densities that no float can tell.
   */
  public static FlowWeights randomWeights(FlowArchitecture architecture, long seed) {
    ParameterLayout layout = new ParameterLayout(architecture);
    SplittableRandom random = new SplittableRandom(seed);
    float[] mean = new float[architecture.features()];
    float[] scale = new float[architecture.features()];
    for (int j = 0; j < mean.length; j++) {
      mean[j] = (float) random.nextGaussian();
      scale[j] = (float) Math.exp(random.nextGaussian() / 2);
    }
    int[][] permutations =
        FeatureOrders.permutations(architecture.features(), architecture.transforms(), seed);
    return FlowExport.weights(layout, permutations, layout.initial(seed, RANDOM_GAIN), mean, scale);
  }

  /**
   * Log-densities in nats over the original feature space; one native batch.
   *
   * @param rows {@code count} rows of features one after the other
   */
  public double[] logDensity(float[] rows, int count) {
    try (NDManager scope = manager.newSubManager()) {
      float[] exact =
          rows.length == count * features ? rows : Arrays.copyOf(rows, count * features);
      float[] inner =
          Torch.withoutGradient(
              () -> {
                NDArray x = scope.create(exact, new Shape(count, features));
                return flow.logDensity(x.sub(mean).div(scale)).toFloatArray();
              });
      double[] out = new double[count];
      for (int row = 0; row < count; row++) {
        out[row] = inner[row] - logScales;
      }
      return out;
    }
  }

  /** Draws {@code count} rows of the flow, one after the other: D passes for each transform. */
  public float[] sample(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] noise = new float[count * features];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    try (NDManager scope = manager.newSubManager()) {
      return Torch.withoutGradient(
          () -> {
            NDArray u = scope.create(noise, new Shape(count, features));
            return flow.inverse(u).mul(scale).add(mean).toFloatArray();
          });
    }
  }

  /** The native arrays that this flow holds between calls. */
  int nativeArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    manager.close();
  }
}

package io.vigia.density.flow;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Density;
import io.vigia.density.SamplesInParts;
import io.vigia.density.Standardiser;
import io.vigia.density.Torch;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.RowSchema;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A trained flow of any kind, scored by DJL: the reference that the compiled kernel is held to. Its
 * parameters have no gradient and stay in native memory until it is closed. For one thread.
 */
public final class DjlFlow implements Density {
  private static final int AT_ONCE = 8192;
  private static final double RANDOM_GAIN = 0.1;
  private static final double RANDOM_SPLINE_GAIN = 0.2;

  private final FlowArchitecture architecture;
  private final NDManager manager;
  private final Standardiser standardiser;
  private final FlowGraph flow;

  private DjlFlow(FlowWeights weights, Device device) {
    this.architecture = weights.architecture();
    ParameterLayout layout = new ParameterLayout(architecture);
    double[] determinants = FlowExport.logAbsDeterminants(layout, weights);
    this.manager = Torch.engine().newBaseManager(device);
    this.standardiser = Standardiser.of(manager, weights.tensors(), architecture.features());
    NDArray theta = manager.create(FlowExport.parameters(layout, weights));
    FlowConstants constants =
        FlowConstants.of(architecture, FlowExport.permutations(weights), manager, DataType.FLOAT32);
    this.flow =
        new FlowGraph(
            layout,
            constants,
            theta,
            (t, matrix, bias) ->
                new LinearMixing(matrix, bias, manager.create((float) determinants[t])));
  }

  /** The flow with these weights, on the CPU. */
  public static DjlFlow of(FlowWeights weights) {
    return of(weights, Device.cpu());
  }

  /** The flow with these weights. */
  public static DjlFlow of(FlowWeights weights, Device device) {
    return new DjlFlow(weights, device);
  }

  /**
   * The flow that a bundle stores.
   *
   * @throws IllegalArgumentException where the weights are not a flow's
   */
  public static DjlFlow open(DensityWeights weights, Device device) {
    return new DjlFlow(FlowWeights.of(weights), device);
  }

  /**
   * Weights of a flow that is far from the identity, for benchmarks and for checking the kernel:
   * shifts and log-scales of some tenths, or splines whose slopes vary by a factor of some, mixings
   * with elements of some tenths beside the identity, standardisation by random means and scales.
   * With much more, some rows have densities that no float can tell: a spline of narrow bins turns
   * the rounding of a value into more than a ten-thousandth of a nat.
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
    float[] theta = layout.random(seed, architecture.spline() ? RANDOM_SPLINE_GAIN : RANDOM_GAIN);
    int[][] permutations =
        FeatureOrders.permutations(architecture.features(), architecture.transforms(), seed);
    return FlowExport.weights(layout, permutations, theta, mean, scale);
  }

  @Override
  public Meaning meaning() {
    return Meaning.EXACT;
  }

  @Override
  public RowSchema schema() {
    return RowSchema.coordinates(architecture.features(), architecture.context());
  }

  /**
   * Log-densities in nats over the features' own units; in native batches of at most {@value
   * #AT_ONCE}. How a batch is cut moves a result by rounding only.
   */
  @Override
  public double[] logDensity(float[] vectors, int count) {
    double[] out = new double[count];
    for (int from = 0; from < count; from += AT_ONCE) {
      score(vectors, from, Math.min(AT_ONCE, count - from), out);
    }
    return out;
  }

  private void score(float[] vectors, int from, int count, double[] out) {
    int inputs = architecture.inputs();
    float[] exact =
        vectors.length == count * inputs
            ? vectors
            : Arrays.copyOfRange(vectors, from * inputs, (from + count) * inputs);
    try (NDManager scope = manager.newSubManager()) {
      float[] inner =
          Torch.withoutGradient(
              () -> {
                Standardiser.Split parts =
                    standardiser.apply(scope.create(exact, new Shape(count, inputs)));
                return flow.logDensity(parts.z(), parts.context()).toFloatArray();
              });
      for (int row = 0; row < count; row++) {
        out[from + row] = inner[row] - standardiser.logVolume();
      }
    }
  }

  /**
   * Draws rows from noise by the inverse: autoregressive kinds pass D times through each transform.
   */
  @Override
  public float[] sample(float[] context, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return SamplesInParts.draw(
        schema(), context, count, AT_ONCE, (given, from, rows) -> draw(given, rows, random));
  }

  private float[] draw(float[] context, int rows, SplittableRandom random) {
    float[] noise = new float[rows * architecture.features()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    try (NDManager scope = manager.newSubManager()) {
      return Torch.withoutGradient(
          () -> {
            NDArray u = scope.create(noise, new Shape(rows, architecture.features()));
            NDArray given = scope.create(context, new Shape(rows, architecture.context()));
            return standardiser.invert(flow.inverse(u, given)).toFloatArray();
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

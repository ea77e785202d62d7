package io.vigia.density.flow;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Standardiser;
import io.vigia.density.Torch;
import io.vigia.density.TrainableDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.RowSchema;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A normalizing flow of any kind to be trained by maximum likelihood. Its rows are in their own
 * units and are standardised inside; its loss is the mean negative log-density of those rows, in
 * nats.
 */
public final class TrainableFlow implements TrainableDensity {
  /** Of the last layers at the start: shifts and log-scales of about a hundredth. */
  private static final double INITIAL_GAIN = 0.01;

  private final ParameterLayout layout;
  private final Mixing mixing;
  private final int[][] permutations;
  private final float[] mean;
  private final float[] scale;
  private final NDManager manager;
  private final FlowConstants constants;
  private final Standardiser standardiser;
  private float @Nullable [] firstRows;

  /**
   * A flow that permutes, or mixes by {@link Mixing#LU} where its architecture says linear.
   *
   * @param seed of the orders in which transforms take the features
   */
  public TrainableFlow(
      FlowArchitecture architecture, float[] mean, float[] scale, long seed, Device device) {
    this(
        architecture,
        architecture.linearMixing() ? Mixing.LU : Mixing.PERMUTATION,
        mean,
        scale,
        seed,
        device);
  }

  /**
   * A flow.
   *
   * @param mean subtracted from each feature before the flow
   * @param scale each feature is then divided by this, above 0
   * @param seed of the orders in which transforms take the features
   * @param device where its constants lie; that of the learner
   * @throws IllegalArgumentException where the architecture's mixing is not what {@code mixing} is
   *     stored as, or where mean and scale have not a number for each feature
   */
  public TrainableFlow(
      FlowArchitecture architecture,
      Mixing mixing,
      float[] mean,
      float[] scale,
      long seed,
      Device device) {
    this(
        architecture,
        mixing,
        FeatureOrders.permutations(architecture.features(), architecture.transforms(), seed),
        mean,
        scale,
        device);
  }

  private TrainableFlow(
      FlowArchitecture architecture,
      Mixing mixing,
      int[][] permutations,
      float[] mean,
      float[] scale,
      Device device) {
    if (architecture.linearMixing() != (mixing != Mixing.PERMUTATION)) {
      throw new IllegalArgumentException(
          "mixing is "
              + mixing
              + ", but architecture.mixing is "
              + (architecture.linearMixing() ? "linear" : "permutation"));
    }
    int features = architecture.features();
    Standardiser.requireLength(mean, scale, features);
    this.layout = new ParameterLayout(architecture);
    this.mixing = mixing;
    this.permutations = permutations;
    this.mean = mean.clone();
    this.scale = scale.clone();
    this.manager = Torch.engine().newBaseManager(device);
    this.constants = FlowConstants.of(architecture, permutations, manager, DataType.FLOAT32);
    this.standardiser = new Standardiser(manager, mean, scale);
  }

  /**
   * A flow that takes the features in the orders of another, so that it can start from its {@link
   * #parameters}.
   *
   * @param mean subtracted from each feature before the flow
   * @param scale each feature is then divided by this, above 0
   */
  public static TrainableFlow like(FlowWeights other, float[] mean, float[] scale, Device device) {
    return new TrainableFlow(
        other.architecture(),
        other.architecture().linearMixing() ? Mixing.LU : Mixing.PERMUTATION,
        FlowExport.permutations(other),
        mean,
        scale,
        device);
  }

  /**
   * Gives the rows whose spread inside the flow {@link Mixing#normalised} mixings start from; to be
   * called before {@link #initial} where they do.
   *
   * @param rows some hundred rows of the training part, one after the other
   */
  public void startFrom(float[] rows) {
    firstRows = rows.clone();
  }

  @Override
  public RowSchema schema() {
    return RowSchema.coordinates(layout.architecture().features(), layout.architecture().context());
  }

  /**
   * A flow near the identity.
   *
   * @throws IllegalStateException where a mixing starts from rows and {@link #startFrom} was not
   *     called
   */
  @Override
  public float[] initial(long seed) {
    float[] theta = layout.initial(seed, INITIAL_GAIN);
    if (mixing.normalised()) {
      if (firstRows == null) {
        throw new IllegalStateException("mixing " + mixing + " starts from rows: call startFrom");
      }
      for (ParameterLayout.Mixing one : layout.mixings()) {
        normalise(theta, one, firstRows);
      }
    }
    return theta;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException where they are of another architecture, take features in other
   *     orders, or have a mixing that is no product of triangles with a positive diagonal
   */
  @Override
  public float[] parameters(DensityWeights weights) {
    FlowWeights flow = FlowWeights.of(weights);
    if (!flow.architecture().equals(layout.architecture())
        || !Arrays.deepEquals(FlowExport.permutations(flow), permutations)) {
      throw new IllegalArgumentException(
          "the weights are of "
              + flow.architecture()
              + "; "
              + layout.architecture()
              + ", which takes features in the same orders, is needed");
    }
    return FlowExport.factoredParameters(layout, flow);
  }

  @Override
  public void applyMasks(float[] gradient) {
    layout.applyMasks(gradient);
    if (!mixing.full()) {
      layout.keepDiagonals(gradient);
    }
  }

  @Override
  public NDArray loss(NDArray theta, NDArray batch, NDManager scope, long draw) {
    Standardiser.Split parts = standardiser.apply(batch);
    FlowGraph flow = FlowGraph.factored(layout, constants, theta);
    return flow.logDensity(parts.z(), parts.context()).sub(standardiser.logVolume()).mean().neg();
  }

  @Override
  public DensityWeights weights(float[] theta) {
    return flowWeights(theta).toDensityWeights();
  }

  /** The same as {@link #weights}, as the kernel's flows take them. */
  public FlowWeights flowWeights(float[] theta) {
    return FlowExport.weights(layout, permutations, theta, mean, scale);
  }

  /** The native arrays that this flow holds between steps. */
  int nativeArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    manager.close();
  }

  /** Sets scale and shift of one mixing so that these rows leave it with mean 0 and deviation 1. */
  private void normalise(float[] theta, ParameterLayout.Mixing at, float[] batch) {
    int features = at.features();
    int count = batch.length / layout.architecture().inputs();
    float[] values;
    try (NDManager scope = manager.newSubManager()) {
      NDArray all = scope.create(batch, new Shape(count, layout.architecture().inputs()));
      values =
          Torch.withoutGradient(
              () -> {
                Standardiser.Split parts = standardiser.apply(all);
                return FlowGraph.factored(layout, constants, scope.create(theta))
                    .enteringMixing(at.transform(), parts.z(), parts.context())
                    .toFloatArray();
              });
    }
    for (int j = 0; j < features; j++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        double value = values[i * features + j];
        sum += value;
        squares += value * value;
      }
      double centre = sum / count;
      double deviation = Math.sqrt(squares / count - centre * centre);
      // A value that never changes has no spread to start from.
      double width = deviation > 1e-6 ? deviation : 1;
      theta[at.at(j, j)] = (float) -Math.log(width);
      theta[at.biasOffset() + j] = (float) (-centre / width);
    }
  }
}

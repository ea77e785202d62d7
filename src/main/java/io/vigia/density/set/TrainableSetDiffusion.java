package io.vigia.density.set;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Architectures;
import io.vigia.density.Standardiser;
import io.vigia.density.Torch;
import io.vigia.density.TrainableDensity;
import io.vigia.density.diffusion.DiffusionInput;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.RowSchema;
import io.vigia.kernel.Tensor;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A diffusion model of sets under training. A row's loss is
 *
 * <pre>
 * -log p(n) + bound of -log p(x_1, ..., x_n | n, context)
 * </pre>
 *
 * <p>the density of the members in the order in which they are given, in nats over their own units.
 * It is the same in any order; the density of the set without order is n! times it.
 */
public final class TrainableSetDiffusion implements TrainableDensity {
  private final SetArchitecture architecture;
  private final RowSchema schema;
  private final CountTable counts;
  private final NDManager constants;
  private final NDArray logMasses;
  private final NDArray logVolume;
  private final SetGraph graph;

  private TrainableSetDiffusion(
      SetArchitecture architecture, float[] mean, float[] scale, CountTable counts, Device device) {
    this.architecture = architecture;
    this.schema = RowSchema.coordinates(architecture.features(), architecture.context());
    this.counts = counts;
    this.constants = Torch.engine().newBaseManager(device);
    this.logMasses =
        constants.create(counts.logMasses(), new Shape(architecture.particles() + 1, 1));
    Standardiser standardiser = new Standardiser(constants, mean, scale);
    this.logVolume = constants.create((float) standardiser.logVolume());
    this.graph = new SetGraph(architecture, standardiser, constants);
  }

  /**
   * A model to be trained on these rows, whose members give the means and scales, and the masses of
   * their numbers.
   *
   * @param rows {@code count} rows as {@link SetArchitecture} lays them out
   * @throws IllegalArgumentException where a mask holds anything but 0 and 1, or a number is the
   *     same for all members
   */
  public static TrainableSetDiffusion of(
      SetArchitecture architecture, float[] rows, int count, Device device) {
    SetRows sets = new SetRows(architecture);
    float[] ordered = sets.ordered(rows, count);
    int size = architecture.particleFeatures();
    int[] counts = new int[count];
    double[] sum = new double[size];
    double[] squares = new double[size];
    long members = 0;
    for (int row = 0; row < count; row++) {
      counts[row] = sets.count(ordered, row);
      members += counts[row];
      for (int i = 0; i < counts[row] * size; i++) {
        double value = ordered[row * architecture.inputs() + i];
        sum[i % size] += value;
        squares[i % size] += value * value;
      }
    }
    float[] mean = new float[size];
    float[] scale = new float[size];
    for (int j = 0; j < size; j++) {
      mean[j] = (float) (sum[j] / members);
      scale[j] = (float) Math.sqrt(squares[j] / members - sum[j] / members * (sum[j] / members));
    }
    return new TrainableSetDiffusion(
        architecture, mean, scale, CountTable.of(counts, architecture.particles()), device);
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  @Override
  public float[] initial(long seed) {
    float[] theta = new float[graph.table().size()];
    graph.predictor().initialise(theta, new SplittableRandom(seed));
    return theta;
  }

  @Override
  public float[] parameters(DensityWeights weights) {
    Architectures.require(weights, architecture);
    return graph.table().theta(weights.tensors());
  }

  @Override
  public NDArray loss(NDArray theta, NDArray rows, NDManager scope, long draw) {
    DiffusionInput input = graph.input(rows);
    NDArray count =
        rows.get(":, " + architecture.values() + ":" + architecture.features()).sum(new int[] {1});
    NDArray mass =
        count
            .toType(DataType.INT64, false)
            .oneHot(architecture.particles() + 1, DataType.FLOAT32)
            .matMul(logMasses);
    NDArray volume = count.mul(logVolume);
    return graph
        .diffusion()
        .loss(graph.table().split(theta), input, scope, draw)
        .add(volume.mean())
        .sub(mass.mean());
  }

  @Override
  public DensityWeights weights(float[] theta) {
    Map<String, Tensor> tensors = graph.table().tensors(theta);
    graph.standardiser().store(tensors);
    counts.store(tensors);
    return new DensityWeights(architecture.toJson(), tensors);
  }

  @Override
  public void close() {
    constants.close();
  }
}

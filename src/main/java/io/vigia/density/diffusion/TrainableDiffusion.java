package io.vigia.density.diffusion;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vigia.density.Architectures;
import io.vigia.density.ParameterTable;
import io.vigia.density.Standardiser;
import io.vigia.density.Torch;
import io.vigia.density.TrainableDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.RowSchema;
import io.vigia.kernel.Tensor;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A diffusion model of rows under training. It begins as the standard normal of standardised rows;
 * the loss is the bound of {@link VariationalDiffusion}, in nats over the features' own units.
 */
public final class TrainableDiffusion implements TrainableDensity {
  private final DiffusionArchitecture architecture;
  private final RowSchema schema;
  private final NDManager constants;
  private final Standardiser standardiser;
  private final ParameterTable table = new ParameterTable();
  private final DenseVelocity predictor;
  private final VariationalDiffusion diffusion;

  /**
   * @param schema names as many features and context numbers as the architecture has
   * @param mean [D], subtracted from the features
   * @param scale [D], the features are then divided by it: above 0
   * @param device where the steps are computed
   */
  public TrainableDiffusion(
      DiffusionArchitecture architecture,
      RowSchema schema,
      float[] mean,
      float[] scale,
      Device device) {
    this.architecture = architecture;
    this.schema = schema;
    this.constants = Torch.engine().newBaseManager(device);
    this.standardiser = new Standardiser(constants, mean, scale);
    NoiseSchedule schedule = new NoiseSchedule(table, architecture.bins(), constants);
    this.predictor = new DenseVelocity(architecture, table, constants);
    this.diffusion = new VariationalDiffusion(schedule, predictor, constants);
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  @Override
  public float[] initial(long seed) {
    float[] theta = new float[table.size()];
    predictor.network().initialise(theta, new SplittableRandom(seed), 0);
    return theta;
  }

  @Override
  public float[] parameters(DensityWeights weights) {
    Architectures.require(weights, architecture);
    return table.theta(weights.tensors());
  }

  @Override
  public NDArray loss(NDArray theta, NDArray rows, NDManager scope, long draw) {
    Standardiser.Split split = standardiser.apply(rows);
    DiffusionInput input = new DiffusionInput(split.z(), split.context(), null);
    return diffusion
        .loss(table.split(theta), input, scope, draw)
        .add((float) standardiser.logVolume());
  }

  @Override
  public DensityWeights weights(float[] theta) {
    Map<String, Tensor> tensors = table.tensors(theta);
    standardiser.store(tensors);
    return new DensityWeights(architecture.toJson(), tensors);
  }

  @Override
  public void close() {
    constants.close();
  }
}

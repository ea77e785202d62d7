package io.vigia.density.diffusion;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Density;
import io.vigia.density.ParameterTable;
import io.vigia.density.SamplesInParts;
import io.vigia.density.Standardiser;
import io.vigia.density.Torch;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.RowSchema;
import java.util.SplittableRandom;

/**
 * A trained diffusion model of rows: scores by the bound with the fixed noise of {@link
 * BoundEstimator}, in blocks of {@value #BLOCK} rows filled up with copies, so that a row's score
 * does not depend on what else is in its batch.
 */
public final class DiffusionDensity implements Density {
  private static final int BLOCK = 32;
  private static final int DRAWN_AT_ONCE = 4096;

  private final DiffusionArchitecture architecture;
  private final NDManager manager;
  private final Standardiser standardiser;
  private final BoundEstimator estimator;
  private final DiffusionSampler sampler;

  private DiffusionDensity(DensityWeights weights, Device device) {
    this.architecture = DiffusionArchitecture.of(weights.architecture());
    this.manager = Torch.engine().newBaseManager(device);
    this.standardiser = Standardiser.of(manager, weights.tensors(), architecture.features());
    ParameterTable table = new ParameterTable();
    NoiseSchedule schedule = new NoiseSchedule(table, architecture.bins(), manager);
    VariationalDiffusion diffusion =
        new VariationalDiffusion(
            schedule, new DenseVelocity(architecture, table, manager), manager);
    NDList parameters = table.split(manager.create(table.theta(weights.tensors())));
    this.estimator =
        new BoundEstimator(
            diffusion, parameters, architecture.times(), architecture.features(), manager);
    this.sampler = new DiffusionSampler(diffusion, parameters);
  }

  /**
   * @throws IllegalArgumentException where the weights are not those of such a model
   */
  public static DiffusionDensity open(DensityWeights weights, Device device) {
    return new DiffusionDensity(weights, device);
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
    double[] bound = estimate(rows, count).bound();
    for (int row = 0; row < count; row++) {
      bound[row] = -bound[row] - standardiser.logVolume();
    }
    return bound;
  }

  @Override
  public double[] standardError(float[] rows, int count) {
    return estimate(rows, count).error();
  }

  @Override
  public float[] sample(float[] context, int count, long seed) {
    return sample(context, count, seed, Sampling.DEFAULT);
  }

  /**
   * As {@link #sample(float[], int, long)}, by a chosen way.
   *
   * @throws IllegalArgumentException where the context has not {@code count} rows
   */
  public float[] sample(float[] context, int count, long seed, Sampling sampling) {
    SplittableRandom seeds = new SplittableRandom(seed);
    return SamplesInParts.draw(
        schema(),
        context,
        count,
        DRAWN_AT_ONCE,
        (given, from, rows) -> draw(given, rows, seeds.nextLong(), sampling));
  }

  private float[] draw(float[] context, int rows, long seed, Sampling sampling) {
    int features = architecture.features();
    try (NDManager scope = manager.newSubManager()) {
      NDArray condition = scope.create(context, new Shape(rows, architecture.context()));
      float[] z = sampler.draw(condition, null, features, seed, sampling);
      return standardiser.invert(scope.create(z, new Shape(rows, features))).toFloatArray();
    }
  }

  /** The native arrays that this density holds between calls. */
  int nativeArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    manager.close();
  }

  private BoundEstimator.Estimate estimate(float[] rows, int count) {
    return BoundEstimator.inBlocks(
        rows, count, architecture.features() + architecture.context(), BLOCK, this::block);
  }

  private BoundEstimator.Estimate block(float[] rows) {
    try (NDManager scope = manager.newSubManager()) {
      return Torch.withoutGradient(
          () -> {
            NDArray all = scope.create(rows, new Shape(BLOCK, rows.length / BLOCK));
            Standardiser.Split split = standardiser.apply(all);
            return estimator.of(new DiffusionInput(split.z(), split.context(), null));
          });
    }
  }
}

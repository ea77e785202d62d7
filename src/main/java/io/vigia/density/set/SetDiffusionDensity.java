package io.vigia.density.set;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Density;
import io.vigia.density.SamplesInParts;
import io.vigia.density.Standardiser;
import io.vigia.density.Torch;
import io.vigia.density.diffusion.BoundEstimator;
import io.vigia.density.diffusion.DiffusionSampler;
import io.vigia.density.diffusion.Sampling;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.RowSchema;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A trained diffusion model of sets: scores by the bound of {@link TrainableSetDiffusion}'s loss,
 * with fixed noise. The order of a set's members, what its padding holds and what else is in the
 * batch do not matter.
 */
public final class SetDiffusionDensity implements Density {
  private static final int BLOCK = 16;
  private static final int DRAWN_AT_ONCE = 512;

  private final SetArchitecture architecture;
  private final SetRows sets;
  private final CountTable counts;
  private final NDManager manager;
  private final SetGraph graph;
  private final BoundEstimator estimator;
  private final DiffusionSampler sampler;

  private SetDiffusionDensity(DensityWeights weights, Device device) {
    this.architecture = SetArchitecture.of(weights.architecture());
    this.sets = new SetRows(architecture);
    this.counts = CountTable.of(weights.tensors(), architecture.particles());
    this.manager = Torch.engine().newBaseManager(device);
    this.graph =
        new SetGraph(
            architecture,
            Standardiser.of(manager, weights.tensors(), architecture.particleFeatures()),
            manager);
    NDList parameters = graph.table().split(manager.create(graph.table().theta(weights.tensors())));
    this.estimator =
        new BoundEstimator(
            graph.diffusion(), parameters, architecture.times(), architecture.values(), manager);
    this.sampler = new DiffusionSampler(graph.diffusion(), parameters);
  }

  /**
   * @throws IllegalArgumentException where the weights are not those of such a model
   */
  public static SetDiffusionDensity open(DensityWeights weights, Device device) {
    return new SetDiffusionDensity(weights, device);
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
      int members = sets.count(rows, row);
      bound[row] =
          counts.logMass(members) - bound[row] - members * graph.standardiser().logVolume();
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
   * @return {@code count} rows of N f numbers and N ones or zeros
   * @throws IllegalArgumentException where the context has not {@code count} rows
   */
  public float[] sample(float[] context, int count, long seed, Sampling sampling) {
    SplittableRandom random = new SplittableRandom(seed);
    return SamplesInParts.draw(
        schema(),
        context,
        count,
        DRAWN_AT_ONCE,
        (given, from, rows) -> draw(given, rows, random, sampling));
  }

  private float[] draw(float[] context, int rows, SplittableRandom random, Sampling sampling) {
    int particles = architecture.particles();
    int conditions = architecture.context();
    float[] told = new float[rows * (particles + conditions)];
    float[] mask = new float[rows * particles];
    for (int row = 0; row < rows; row++) {
      int start = row * (particles + conditions);
      int members = counts.draw(random);
      Arrays.fill(told, start, start + members, 1);
      System.arraycopy(told, start, mask, row * particles, particles);
      System.arraycopy(context, row * conditions, told, start + particles, conditions);
    }
    try (NDManager scope = manager.newSubManager()) {
      NDArray condition = scope.create(told, new Shape(rows, particles + conditions));
      NDArray wide = graph.wide(scope.create(mask, new Shape(rows, particles)));
      float[] z = sampler.draw(condition, wide, architecture.values(), random.nextLong(), sampling);
      NDArray members = scope.create(z).reshape(-1, architecture.particleFeatures());
      float[] x =
          graph
              .standardiser()
              .invert(members)
              .reshape(rows, architecture.values())
              .mul(wide)
              .toFloatArray();
      float[] out = new float[rows * architecture.features()];
      for (int row = 0; row < rows; row++) {
        int start = row * architecture.features();
        System.arraycopy(x, row * architecture.values(), out, start, architecture.values());
        System.arraycopy(mask, row * particles, out, start + architecture.values(), particles);
      }
      return out;
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
        sets.ordered(rows, count), count, architecture.inputs(), BLOCK, this::block);
  }

  private BoundEstimator.Estimate block(float[] rows) {
    try (NDManager scope = manager.newSubManager()) {
      return Torch.withoutGradient(
          () ->
              estimator.of(
                  graph.input(scope.create(rows, new Shape(BLOCK, architecture.inputs())))));
    }
  }
}

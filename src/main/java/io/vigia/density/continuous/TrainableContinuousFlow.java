package io.vigia.density.continuous;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Architectures;
import io.vigia.density.RowNoise;
import io.vigia.density.Standardiser;
import io.vigia.density.Torch;
import io.vigia.density.TrainableDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.RowSchema;
import io.vigia.kernel.Tensor;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A continuous flow to be trained by conditional flow matching along straight paths (Lipman et al.
 * 2023, equations 9 and 23 with a final width of 0). With x1 a standardised row, x0 standard normal
 * and t uniform,
 *
 * <pre>
 * x_t = (1 - t) x0 + t x1        loss = | v(x_t, t, c) - (x1 - x0) |^2
 * </pre>
 *
 * <p>The loss is no likelihood and no bound of one: its least value is not known, it compares
 * fields on the same rows only, and it does not rise where a likelihood would. The rows' t are
 * evenly spread, {@code (u + i) / count mod 1}.
 */
public final class TrainableContinuousFlow implements TrainableDensity {
  private final VectorField field;
  private final NDManager manager;
  private final Standardiser standardiser;

  /**
   * @param mean [D], what is taken from each feature before the flow
   * @param scale [D], what it is then divided by, above 0
   * @param device where the losses will be computed
   * @throws IllegalArgumentException where mean or scale do not fit
   */
  public TrainableContinuousFlow(
      ContinuousFlowArchitecture architecture, float[] mean, float[] scale, Device device) {
    Standardiser.requireLength(mean, scale, architecture.features());
    this.field = new VectorField(architecture);
    this.manager = Torch.engine().newBaseManager(device);
    this.standardiser = new Standardiser(manager, mean, scale);
  }

  @Override
  public RowSchema schema() {
    return RowSchema.coordinates(field.architecture().features(), field.architecture().context());
  }

  @Override
  public float[] initial(long seed) {
    return field.initial(seed);
  }

  @Override
  public float[] parameters(DensityWeights weights) {
    Architectures.require(weights, field.architecture());
    return field.table().theta(weights.tensors());
  }

  @Override
  public NDArray loss(NDArray theta, NDArray rows, NDManager scope, long draw) {
    Standardiser.Split split = standardiser.apply(rows);
    int count = (int) rows.getShape().get(0);
    int features = field.architecture().features();
    double first = new SplittableRandom(draw).nextDouble();
    float[] times = new float[count];
    float[] timeFeatures = new float[count * field.architecture().timeFeatures()];
    for (int i = 0; i < count; i++) {
      double t = (first + i / (double) count) % 1;
      times[i] = (float) t;
      field.writeTime(t, timeFeatures, i * field.architecture().timeFeatures());
    }
    NDArray noise =
        scope.create(RowNoise.normal(draw, count * features), new Shape(count, features));
    NDArray t = scope.create(times, new Shape(count, 1));
    NDArray time =
        scope.create(timeFeatures, new Shape(count, field.architecture().timeFeatures()));
    NDArray target = split.z().sub(noise);
    NDArray x = noise.add(target.mul(t));
    return field
        .velocity(field.table().split(theta), x, time, split.context())
        .sub(target)
        .square()
        .sum(new int[] {1})
        .mean();
  }

  @Override
  public DensityWeights weights(float[] theta) {
    Map<String, Tensor> tensors = field.table().tensors(theta);
    standardiser.store(tensors);
    return new DensityWeights(Architectures.write(field.architecture()), tensors);
  }

  @Override
  public void close() {
    manager.close();
  }
}

package io.vigia.density.companion;

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
 * The diffusion-time classifier under training (Livernoche, Jain, Hezaveh and Ravanbakhsh 2024, "On
 * Diffusion Modeling for Anomaly Detection", DTE-C): rows are noised for a random time, and the
 * loss is the cross-entropy of the time's bin, in nats. It is no bound of a log-density.
 */
public final class TrainableTimeClassifier implements TrainableDensity {
  private final TimeClassifierArchitecture architecture;
  private final TimeClassifier classifier;
  private final DiffusionTimes times = new DiffusionTimes();
  private final NDManager manager;
  private final Standardiser standardiser;

  /**
   * @param mean of each feature
   * @param scale of each feature, above 0
   */
  public TrainableTimeClassifier(
      TimeClassifierArchitecture architecture, float[] mean, float[] scale, Device device) {
    this.architecture = architecture;
    this.classifier = new TimeClassifier(architecture);
    this.manager = Torch.engine().newBaseManager(device);
    this.standardiser = new Standardiser(manager, mean, scale);
  }

  @Override
  public RowSchema schema() {
    return RowSchema.coordinates(architecture.features(), architecture.context());
  }

  @Override
  public float[] initial(long seed) {
    float[] theta = new float[classifier.table().size()];
    classifier.network().initialise(theta, new SplittableRandom(seed), 1);
    return theta;
  }

  @Override
  public float[] parameters(DensityWeights weights) {
    Architectures.require(weights, architecture);
    return classifier.table().theta(weights.tensors());
  }

  @Override
  public NDArray loss(NDArray theta, NDArray rows, NDManager scope, long draw) {
    int count = (int) rows.getShape().get(0);
    int features = architecture.features();
    int bins = architecture.bins();
    int[] drawn = DiffusionTimes.draw(count, draw);
    float[] noise = RowNoise.normal(draw, count * features);
    float[] target = new float[count * bins];
    for (int row = 0; row < count; row++) {
      for (int j = row * features; j < (row + 1) * features; j++) {
        noise[j] *= times.noise(drawn[row]);
      }
      target[row * bins + DiffusionTimes.bin(drawn[row], bins)] = -1f / count;
    }
    Standardiser.Split row = standardiser.apply(rows);
    NDArray noised = row.z().add(scope.create(noise, new Shape(count, features)));
    NDArray log = classifier.logProbabilities(classifier.table().split(theta), row, noised);
    return log.mul(scope.create(target, new Shape(count, bins))).sum();
  }

  @Override
  public DensityWeights weights(float[] theta) {
    Map<String, Tensor> tensors = classifier.table().tensors(theta);
    standardiser.store(tensors);
    return new DensityWeights(architecture.toJson(), tensors);
  }

  @Override
  public void close() {
    manager.close();
  }
}

package io.vigia.density.companion;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Density;
import io.vigia.density.Standardiser;
import io.vigia.density.Torch;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.RowSchema;
import java.util.Arrays;

/**
 * A trained diffusion-time classifier: minus the mean bin that it guesses for a row as it stands. A
 * row among the data looks as if no time had passed, one far off as if much had. One pass through
 * the network; a score, no density.
 */
public final class TimeClassifierDensity implements Density {
  private static final int AT_ONCE = 4096;

  private final TimeClassifierArchitecture architecture;
  private final NDManager manager;
  private final Standardiser standardiser;
  private final TimeClassifier classifier;
  private final NDList parameters;
  private final NDArray numbers;

  private TimeClassifierDensity(DensityWeights weights, Device device) {
    this.architecture = TimeClassifierArchitecture.of(weights.architecture());
    this.classifier = new TimeClassifier(architecture);
    this.manager = Torch.engine().newBaseManager(device);
    this.standardiser = Standardiser.of(manager, weights.tensors(), architecture.features());
    this.parameters =
        classifier.table().split(manager.create(classifier.table().theta(weights.tensors())));
    this.numbers = TimeClassifier.numbers(manager, architecture.bins());
  }

  /**
   * @throws IllegalArgumentException where the weights are not those of such a classifier
   */
  public static TimeClassifierDensity open(DensityWeights weights, Device device) {
    return new TimeClassifierDensity(weights, device);
  }

  @Override
  public Meaning meaning() {
    return Meaning.SCORE;
  }

  @Override
  public RowSchema schema() {
    return RowSchema.coordinates(architecture.features(), architecture.context());
  }

  /** Minus the mean bin, from {@code 1 - bins} to 0. */
  @Override
  public double[] logDensity(float[] rows, int count) {
    double[] out = new double[count];
    int inputs = schema().inputs();
    for (int from = 0; from < count; from += AT_ONCE) {
      int part = Math.min(AT_ONCE, count - from);
      float[] batch = Arrays.copyOfRange(rows, from * inputs, (from + part) * inputs);
      float[] bins = meanBins(batch, part, inputs);
      for (int row = 0; row < part; row++) {
        out[from + row] = -bins[row];
      }
    }
    return out;
  }

  private float[] meanBins(float[] batch, int count, int inputs) {
    try (NDManager scope = manager.newSubManager()) {
      return Torch.withoutGradient(
          () -> {
            Standardiser.Split row =
                standardiser.apply(scope.create(batch, new Shape(count, inputs)));
            return classifier
                .logProbabilities(parameters, row, row.z())
                .exp()
                .matMul(numbers)
                .toFloatArray();
          });
    }
  }

  @Override
  public float[] sample(float[] context, int count, long seed) {
    throw new UnsupportedOperationException(
        "a diffusion-time classifier ranks rows and is no density: it cannot draw any");
  }

  @Override
  public void close() {
    manager.close();
  }
}

package io.vigia.app.bench.accuracy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.DenseNetwork;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.density.ParameterTable;
import io.vigia.density.Torch;
import io.vigia.density.TrainableDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.RowSchema;
import io.vigia.training.DrawnRows;
import io.vigia.training.TrainingLoop;
import io.vigia.training.TrainingProgress;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A plain autoencoder as a baseline (Sakurada and Yairi 2014): the squared error of a
 * reconstruction through a bottleneck of half the features, on standardised rows. {@value #STEPS}
 * steps of {@value #BATCH} rows, nothing held out.
 */
final class Autoencoder implements TrainableDensity {
  private static final int STEPS = 1000;
  private static final int BATCH = 256;
  private static final double RATE = 1e-3;
  private static final int AT_ONCE = 4096;

  private final int features;
  private final ParameterTable table = new ParameterTable();
  private final DenseNetwork network;

  private Autoencoder(int features) {
    this.features = features;
    int bottleneck = Math.max(1, features / 2);
    this.network =
        new DenseNetwork(table, "autoencoder", features, List.of(64, bottleneck, 64), features);
  }

  /** Learns; scores are mean squared errors. */
  static Detector learn(float[] train, int features, long seed) {
    Standardised scaling = Standardised.on(train, features);
    float[] rows = flat(scaling.apply(train));
    Autoencoder autoencoder = new Autoencoder(features);
    TrainingLoop loop =
        new TrainingLoop(
            "autoencoder",
            seed,
            TrainingLoop.Pace.all(STEPS, BATCH, step -> RATE, STEPS),
            TrainingProgress.NONE);
    try (GradientLearner learner =
        new GradientLearner(autoencoder, Optimisation.DEFAULT, seed, Device.cpu())) {
      float[] theta = loop.run(learner, new DrawnRows(rows, features, seed), null).parameters();
      return test -> autoencoder.errors(theta, flat(scaling.apply(test)));
    }
  }

  private double[] errors(float[] theta, float[] rows) {
    double[] errors = new double[rows.length / features];
    try (NDManager manager = Torch.engine().newBaseManager(Device.cpu())) {
      NDArray parameters = manager.create(theta);
      for (int from = 0; from < errors.length; from += AT_ONCE) {
        int count = Math.min(AT_ONCE, errors.length - from);
        float[] some = Arrays.copyOfRange(rows, from * features, (from + count) * features);
        try (NDManager scope = manager.newSubManager()) {
          NDArray batch = scope.create(some, new Shape(count, features));
          float[] mean =
              Torch.withoutGradient(
                  () -> squares(parameters, batch).mean(new int[] {1}).toFloatArray());
          for (int i = 0; i < count; i++) {
            errors[from + i] = mean[i];
          }
        }
      }
    }
    return errors;
  }

  private NDArray squares(NDArray theta, NDArray rows) {
    NDList parameters = table.split(theta);
    return rows.sub(network.apply(parameters, rows)).square();
  }

  private static float[] flat(double[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return flat;
  }

  @Override
  public RowSchema schema() {
    return RowSchema.coordinates(features, 0);
  }

  @Override
  public float[] initial(long seed) {
    float[] theta = new float[table.size()];
    network.initialise(theta, new SplittableRandom(seed), 1);
    return theta;
  }

  @Override
  public NDArray loss(NDArray theta, NDArray rows, NDManager scope, long draw) {
    return squares(theta, rows).mean();
  }

  @Override
  public DensityWeights weights(float[] theta) {
    throw new UnsupportedOperationException("a baseline is not stored");
  }

  @Override
  public void close() {}
}

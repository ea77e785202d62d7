package io.vigia.app.bench;

import ai.djl.Device;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.density.Torch;
import io.vigia.kernel.FlowShape;
import io.vigia.training.DensityKind;
import io.vigia.training.DensityKind.Learning.ByGradient;
import io.vigia.training.DensityKinds;
import io.vigia.training.TrainingLoop;
import io.vigia.training.TrainingLoop.Pace;
import io.vigia.training.TrainingProgress;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Training steps a second of each kind of density that reads columns and learns by steps, in the
 * shape of {@code vigia train}, a flow with 5 transforms and hidden layers of 64 and 64; no
 * context. A step is forward, backward, clipping, AdamW and averaging.
 */
public final class TrainingBench {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 20;

  private final int features;
  private final int batch;
  private final int rounds;
  private final int steps;
  private final Device device;

  /**
   * @param rounds for medians
   * @param steps of a round
   * @param device by name
   */
  public TrainingBench(int features, int batch, int rounds, int steps, String device) {
    this.features = features;
    this.batch = batch;
    this.rounds = rounds;
    this.steps = steps;
    this.device = Torch.device(device);
  }

  /**
   * What one kind took: medians over the rounds.
   *
   * @param device where steps were computed
   * @param cpuMsPerStep of the training thread, in milliseconds: what a busy machine disturbs least
   * @param cpuMsRange the least and the most of the rounds
   */
  @SuppressWarnings("ArrayRecordComponent") // written once
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Figures(
      String kind,
      String device,
      int features,
      int batch,
      int parameters,
      double stepsPerS,
      long rowsPerS,
      double cpuMsPerStep,
      double[] cpuMsRange) {}

  /**
   * Measures a density of this kind.
   *
   * @throws IllegalArgumentException where there is none that reads columns and learns by steps
   */
  public Figures measure(String kind) {
    DensityKind found = DensityKinds.of(kind);
    if (found.reads() != DensityKind.Reads.COLUMNS
        || !(found.learning() instanceof ByGradient learning)) {
      throw new IllegalArgumentException(
          "--kinds has " + kind + ", which does not learn columns by steps");
    }
    float[] ones = new float[features];
    Arrays.fill(ones, 1);
    DensityKind.Setup setup =
        new DensityKind.Setup(
            features,
            0,
            new float[features],
            ones,
            new float[0],
            FlowShape.DEFAULT,
            null,
            1,
            null,
            device);
    try (GradientLearner learner =
        new GradientLearner(learning.density().apply(setup), Optimisation.DEFAULT, 1, device)) {
      return measure(learner, kind);
    }
  }

  private Figures measure(GradientLearner learner, String kind) {
    SplittableRandom random = new SplittableRandom(1);
    run(learner, random, WARM_UP);
    double[] wall = new double[rounds];
    double[] cpu = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      long used = THREADS.getCurrentThreadCpuTime();
      run(learner, random, steps);
      cpu[round] = (THREADS.getCurrentThreadCpuTime() - used) / 1e6 / steps;
      wall[round] = (System.nanoTime() - start) / 1e9 / steps;
    }
    Arrays.sort(cpu);
    Arrays.sort(wall);
    double perStep = wall[rounds / 2];
    return new Figures(
        kind,
        device.toString(),
        features,
        batch,
        learner.parameters().length,
        1 / perStep,
        Math.round(batch / perStep),
        cpu[rounds / 2],
        new double[] {cpu[0], cpu[rounds - 1]});
  }

  private void run(GradientLearner learner, SplittableRandom random, int count) {
    new TrainingLoop(
            "the flow", 1, Pace.all(count, batch, step -> 1e-3, count), TrainingProgress.NONE)
        .run(learner, (rows, step) -> normal(rows, random), null);
  }

  private static double normal(float[] rows, SplittableRandom random) {
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return 0;
  }
}

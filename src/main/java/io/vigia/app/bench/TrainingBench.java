package io.vigia.app.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.density.Torch;
import io.vigia.density.flow.TrainableFlow;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.training.TrainingLoop;
import io.vigia.training.TrainingLoop.Pace;
import io.vigia.training.TrainingProgress;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Training steps a second of each kind of flow, on one thread of this machine: 5 transforms, hidden
 * layers 64 and 64, no context; a step is forward, backward, clipping, AdamW and averaging.
 */
public final class TrainingBench {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 20;

  private final int features;
  private final int batch;
  private final int rounds;
  private final int steps;

  /**
   * @param rounds for medians
   * @param steps of a round
   */
  public TrainingBench(int features, int batch, int rounds, int steps) {
    this.features = features;
    this.batch = batch;
    this.rounds = rounds;
    this.steps = steps;
  }

  /**
   * What one kind of flow took: medians over the rounds.
   *
   * @param cpuMsPerStep of the training thread, in milliseconds: what a busy machine disturbs least
   * @param cpuMsRange the least and the most of the rounds
   */
  @SuppressWarnings("ArrayRecordComponent") // written once
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Figures(
      String kind,
      int features,
      int batch,
      int parameters,
      double stepsPerS,
      long rowsPerS,
      double cpuMsPerStep,
      double[] cpuMsRange) {}

  /** Measures a flow of this kind. */
  public Figures measure(String kind) {
    FlowArchitecture architecture = FlowArchitecture.of(kind, features, 0, 5, List.of(64, 64));
    float[] ones = new float[features];
    Arrays.fill(ones, 1);
    TrainableFlow flow =
        new TrainableFlow(architecture, new float[features], ones, 1, Torch.device("cpu"));
    try (GradientLearner learner =
        new GradientLearner(flow, Optimisation.DEFAULT, 1, Torch.device("cpu"))) {
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

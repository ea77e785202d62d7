package io.vigia.app.bench;

import ai.djl.Device;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.density.set.SetArchitecture;
import io.vigia.density.set.TrainableSetDiffusion;
import io.vigia.kernel.DensityWeights;
import io.vigia.training.DrawnRows;
import io.vigia.training.RateSchedule;
import io.vigia.training.TrainingLoop;
import io.vigia.training.TrainingProgress;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Trains a model of sets on rows of them: a rate of 2e-3 that falls to 0 as half a cosine, nothing
 * held out, the averaged parameters kept.
 *
 * @param steps of training
 * @param batch rows in a step
 */
record SetTraining(int steps, int batch, long seed, Device device, Consumer<String> say) {
  private static final double RATE = 2e-3;

  /**
   * @throws io.vigia.training.DivergedException where a loss is not finite
   */
  DensityWeights train(String name, SetArchitecture architecture, float[] rows, int count) {
    TrainingLoop.Pace pace =
        TrainingLoop.Pace.all(
            steps, batch, new RateSchedule(RATE, 0, steps)::at, Math.max(1, steps / 10));
    TrainingLoop loop = new TrainingLoop(name, seed, pace, this::show);
    try (GradientLearner learner =
        new GradientLearner(
            TrainableSetDiffusion.of(architecture, rows, count, device),
            Optimisation.DEFAULT,
            seed,
            device)) {
      DrawnRows batches = new DrawnRows(rows, architecture.inputs(), seed);
      return learner.weights(loop.run(learner, batches, null).parameters());
    }
  }

  private void show(TrainingProgress.Point point) {
    say.accept(
        String.format(
            Locale.ROOT, "%s, step %d: %.3f nats", point.member(), point.step(), point.loss()));
  }
}

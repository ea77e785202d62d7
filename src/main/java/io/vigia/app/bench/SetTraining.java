package io.vigia.app.bench;

import ai.djl.Device;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.density.set.SetArchitecture;
import io.vigia.density.set.TrainableSetDiffusion;
import io.vigia.kernel.DensityWeights;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Trains a model of sets on rows of them: a rate of 2e-3 that falls to 0 as half a cosine, the
 * averaged parameters kept.
 *
 * @param steps of training
 * @param batch rows in a step
 */
record SetTraining(int steps, int batch, long seed, Device device, Consumer<String> say) {
  private static final double RATE = 2e-3;

  /**
   * @throws IllegalStateException where a loss is not finite
   */
  DensityWeights train(String name, SetArchitecture architecture, float[] rows, int count) {
    int inputs = architecture.inputs();
    float[] part = new float[batch * inputs];
    SplittableRandom random = new SplittableRandom(seed);
    try (GradientLearner learner =
        new GradientLearner(
            TrainableSetDiffusion.of(architecture, rows, count, device),
            Optimisation.DEFAULT,
            seed,
            device)) {
      double sum = 0;
      int each = Math.max(1, steps / 10);
      for (int step = 0; step < steps; step++) {
        for (int i = 0; i < batch; i++) {
          System.arraycopy(rows, random.nextInt(count) * inputs, part, i * inputs, inputs);
        }
        double rate = RATE * (1 + Math.cos(Math.PI * step / steps)) / 2;
        double loss = learner.step(part, batch, rate);
        if (Double.isNaN(loss)) {
          throw new IllegalStateException("the loss of " + name + " is not finite at step " + step);
        }
        sum += loss;
        if ((step + 1) % each == 0) {
          say.accept(
              String.format(Locale.ROOT, "%s, step %d: %.3f nats", name, step + 1, sum / each));
          sum = 0;
        }
      }
      return learner.weights(learner.parameters());
    }
  }
}

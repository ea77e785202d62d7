package io.vigia.density.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.kernel.DensityWeights;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrainableVaeTest {
  @Test
  void aTrainedBoundComesCloseToTheExactLikelihoodFromBelow() {
    VaeArchitecture architecture =
        VaeArchitecture.dense(4, 0, 2, List.of(32), VaeArchitecture.FREE);
    DensityWeights weights =
        trained(architecture, 1200, step -> PrincipalComponents.rows(256, step));
    int count = 2000;
    float[] heldOut = PrincipalComponents.rows(count, -1);
    double exact = 0;
    for (int row = 0; row < count; row++) {
      exact += PrincipalComponents.logDensity(heldOut, row) / count;
    }
    try (VaeDensity density = VaeDensity.open(weights, 100, Device.cpu())) {
      double bound = Arrays.stream(density.logDensity(heldOut, count)).average().orElseThrow();
      assertThat(bound).isBetween(exact - 0.08, exact);
    }
  }

  @Test
  void aConditionalOneScoresGivenItsContext() {
    for (String observation : List.of(VaeArchitecture.FREE, VaeArchitecture.DECODER)) {
      VaeArchitecture architecture = VaeArchitecture.dense(2, 1, 1, List.of(32), observation);
      DensityWeights weights = trained(architecture, 600, step -> shifted(256, step));
      try (VaeDensity density = VaeDensity.open(weights, Device.cpu())) {
        // The same features under the condition that they go with, and under the opposite.
        double[] scores = density.logDensity(new float[] {2, -2, 1, 2, -2, -1}, 2);
        assertThat(scores[0] - scores[1]).isGreaterThan(10);
        float[] rows = density.sample(new float[] {1, -1}, 2, 4);
        assertThat(rows[0] - rows[2]).isBetween(2f, 6f);
        assertThat(rows[1] - rows[3]).isBetween(-6f, -2f);
      }
    }
  }

  @Test
  void theLossIsTheSameForTheSameDraw() {
    try (TrainableVae training =
            new TrainableVae(PrincipalComponents.linear(), new float[4], ones(4), Device.cpu());
        GradientLearner learner =
            new GradientLearner(training, Optimisation.DEFAULT, 1, Device.cpu())) {
      float[] rows = PrincipalComponents.rows(100, 1);
      float[] theta = training.initial(3);
      assertThat(learner.loss(theta, rows, 100)).isEqualTo(learner.loss(theta, rows, 100));
      assertThat(training.initial(3)).isEqualTo(theta);
      assertThat(training.initial(4)).isNotEqualTo(theta);
    }
  }

  @Test
  void scalesThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () ->
                new TrainableVae(PrincipalComponents.linear(), new float[3], ones(4), Device.cpu()))
        .hasMessageContaining("3 means and 4 scales; 4 of each are needed");
  }

  private static DensityWeights trained(
      VaeArchitecture architecture, int steps, java.util.function.LongFunction<float[]> batches) {
    int features = architecture.features();
    try (GradientLearner learner =
        new GradientLearner(
            new TrainableVae(architecture, new float[features], ones(features), Device.cpu()),
            Optimisation.DEFAULT,
            1,
            Device.cpu())) {
      for (int step = 0; step < steps; step++) {
        double rate = 5e-3 * (1 - step / (double) steps);
        assertThat(learner.step(batches.apply(step), 256, rate)).isFinite();
      }
      return learner.weights(learner.parameters());
    }
  }

  /** {@code x = (2 c, -2 c) + 0.4 n} with c -1 or 1. */
  private static float[] shifted(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[3 * count];
    for (int i = 0; i < count; i++) {
      float c = random.nextBoolean() ? 1 : -1;
      rows[3 * i] = (float) (2 * c + 0.4 * random.nextGaussian());
      rows[3 * i + 1] = (float) (-2 * c + 0.4 * random.nextGaussian());
      rows[3 * i + 2] = c;
    }
    return rows;
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}

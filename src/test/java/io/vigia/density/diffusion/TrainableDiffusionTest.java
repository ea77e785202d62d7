package io.vigia.density.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.vigia.density.DifferentiatedLoss;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.density.RowNoise;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.RowSchema;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two features given one number c: {@code x = 10 + 3 (c + n_1)}, {@code y = -2 + 0.5 (0.8 n_1 + 0.6
 * n_2)} with standard normal n, so the exact density is known.
 */
class TrainableDiffusionTest {
  private static final float[] MEAN = {10, -2};
  private static final float[] SCALE = {4, 0.5f};
  private static final DiffusionArchitecture SMALL =
      new DiffusionArchitecture("vdm", 2, 1, List.of(48, 48), 3, 8, 64);

  private static final int HELD_OUT = 4000;

  private static DensityWeights weights;
  private static float[] heldOut;
  private static double loss;

  @BeforeAll
  static void train() {
    try (GradientLearner learner =
        new GradientLearner(untrained(), Optimisation.DEFAULT, 1, Device.cpu())) {
      for (int step = 0; step < 700; step++) {
        assertThat(learner.step(rows(256, step), 256, 3e-3 * (1 - step / 700.0))).isFinite();
      }
      heldOut = rows(HELD_OUT, -1);
      loss = learner.loss(learner.parameters(), heldOut, HELD_OUT);
      weights = learner.weights(learner.parameters());
    }
  }

  @Test
  void theTrainedBoundComesCloseToTheExactLikelihood() {
    double exact = 0;
    for (int i = 0; i < HELD_OUT; i++) {
      exact -= logDensity(heldOut[3 * i], heldOut[3 * i + 1], heldOut[3 * i + 2]) / HELD_OUT;
    }
    // The standard normal of the standardised rows, where it began, is 0.7 nats worse.
    assertThat(loss).isCloseTo(exact, within(0.1));
  }

  @Test
  void theScoreIsTheBoundThatWasTrained() {
    try (DiffusionDensity density = DiffusionDensity.open(weights, Device.cpu())) {
      double nll = -Arrays.stream(density.logDensity(heldOut, HELD_OUT)).average().orElseThrow();
      // The noise is common to all rows, so its error does not average out.
      double error =
          Arrays.stream(density.standardError(heldOut, HELD_OUT)).average().orElseThrow();
      assertThat(error).isLessThan(0.4);
      assertThat(nll).isCloseTo(loss, within(3 * error));
    }
  }

  @Test
  void aRowsScoreIsTheSameWhateverItsBatch() {
    float[] rows = rows(100, 7);
    try (DiffusionDensity density = DiffusionDensity.open(weights, Device.cpu())) {
      double[] together = density.logDensity(rows, 100);
      for (int row : new int[] {0, 31, 32, 63, 99}) {
        float[] alone = Arrays.copyOfRange(rows, 3 * row, 3 * row + 3);
        assertThat(density.logDensity(alone, 1)[0]).isEqualTo(together[row]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Sampling.Method.class)
  void samplesFollowTheContext(Sampling.Method method) {
    int count = 2000;
    float[] context = new float[count];
    Arrays.fill(context, 1);
    try (DiffusionDensity density = DiffusionDensity.open(weights, Device.cpu())) {
      float[] rows = density.sample(context, count, 4, new Sampling(method, 50));
      double x = 0;
      double y = 0;
      double xx = 0;
      double xy = 0;
      double yy = 0;
      for (int i = 0; i < count; i++) {
        double dx = (rows[2 * i] - 13) / 3;
        double dy = (rows[2 * i + 1] + 2) / 0.5;
        x += dx / count;
        y += dy / count;
        xx += dx * dx / count;
        xy += dx * dy / count;
        yy += dy * dy / count;
      }
      assertThat(new double[] {x, y, xx, xy, yy})
          .containsExactly(new double[] {0, 0, 1, 0.8, 1}, within(0.15));
    }
  }

  @Test
  void scoringAndSamplingLeaveNoArrayBehind() {
    try (DiffusionDensity density = DiffusionDensity.open(weights, Device.cpu())) {
      int arrays = density.nativeArrays();
      density.logDensity(rows(70, 1), 70);
      density.sample(new float[5], 5, 1, new Sampling(Sampling.Method.PROBABILITY_FLOW, 3));
      density.sample(new float[5], 5, 1, new Sampling(Sampling.Method.ANCESTRAL, 3));
      assertThat(density.nativeArrays()).isEqualTo(arrays);
    }
  }

  @Test
  void aGarbageCollectionBeforeTheBackwardPassChangesNothing() {
    try (TrainableDiffusion density = untrained()) {
      float[] theta = RowNoise.normal(3, density.initial(1).length);
      for (int i = 0; i < theta.length; i++) {
        theta[i] *= 0.2f;
      }
      float[] rows = rows(64, 1);
      float[] gradient = DifferentiatedLoss.gradient(density, theta, rows, () -> {});
      assertThat(gradient[0]).isNotZero();
      assertThat(
              DifferentiatedLoss.gradient(
                  density, theta, rows, DifferentiatedLoss::collectAndOverwrite))
          .isEqualTo(gradient);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    try (DiffusionDensity density = DiffusionDensity.open(weights, Device.cpu())) {
      assertThatThrownBy(() -> density.sample(new float[3], 2, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the context has 3 numbers; 2 rows need 1 each");
    }
    assertThatThrownBy(() -> new DiffusionArchitecture("vdm", 2, 0, List.of(8), 3, 8, 9))
        .hasMessage("architecture.times is 9; allowed: even numbers");
    var odd = weights.architecture().deepCopy();
    odd.put("bin", 3);
    assertThatThrownBy(
            () -> DiffusionDensity.open(new DensityWeights(odd, weights.tensors()), Device.cpu()))
        .hasMessageContaining("bin");
  }

  private static TrainableDiffusion untrained() {
    return new TrainableDiffusion(SMALL, RowSchema.coordinates(2, 1), MEAN, SCALE, Device.cpu());
  }

  private static double logDensity(double x, double y, double c) {
    double n1 = (x - 10) / 3 - c;
    double n2 = ((y + 2) / 0.5 - 0.8 * n1) / 0.6;
    return -(n1 * n1 + n2 * n2) / 2 - Math.log(2 * Math.PI * 3 * 0.5 * 0.6);
  }

  private static float[] rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[3 * count];
    for (int i = 0; i < count; i++) {
      double c = random.nextGaussian();
      double n = random.nextGaussian();
      rows[3 * i] = (float) (10 + 3 * (c + n));
      rows[3 * i + 1] = (float) (-2 + 0.5 * (0.8 * n + 0.6 * random.nextGaussian()));
      rows[3 * i + 2] = (float) c;
    }
    return rows;
  }
}

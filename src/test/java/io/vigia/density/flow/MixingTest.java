package io.vigia.density.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands before a transform's map, as it is trained and as it is stored. */
class MixingTest {
  private static final int FEATURES = 3;
  private static final int COUNT = 400;

  @ParameterizedTest
  @EnumSource(names = {"ACTIVATION_NORM", "LU", "NORMALISED_LU"})
  void whatIsTrainedIsWhatIsStored(Mixing mixing) {
    float[] rows = correlated(1);
    TrainableFlow flow = flow(mixing);
    flow.startFrom(rows);
    try (GradientLearner learner =
        new GradientLearner(flow, Optimisation.DEFAULT, 1, Device.cpu())) {
      for (int step = 0; step < 60; step++) {
        learner.step(correlated(step), COUNT, 1e-2);
      }
      float[] theta = learner.parameters();
      try (DjlFlow stored = DjlFlow.open(learner.weights(theta), Device.cpu())) {
        double nll = -Arrays.stream(stored.logDensity(rows, COUNT)).average().orElseThrow();
        assertThat(learner.loss(theta, rows, COUNT)).isCloseTo(nll, within(1e-4));
      }
    }
  }

  @Test
  void anLuLayerStartsAsTheIdentityAndLeavesIt() {
    try (TrainableFlow flow = flow(Mixing.LU)) {
      assertThat(matrix(flow.flowWeights(flow.initial(1)), 0))
          .containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
      float[] learned = matrix(flow.flowWeights(trained(Mixing.LU)), 0);
      for (int i = 0; i < learned.length; i++) {
        assertThat(learned[i]).as("element %d", i).isNotEqualTo(i % 4 == 0 ? 1f : 0f);
      }
    }
  }

  @Test
  void anActivationNormStaysDiagonal() {
    try (TrainableFlow flow = flow(Mixing.ACTIVATION_NORM)) {
      float[] learned = matrix(flow.flowWeights(trained(Mixing.ACTIVATION_NORM)), 1);
      for (int i = 0; i < learned.length; i++) {
        if (i % 4 != 0) {
          assertThat(learned[i]).as("element %d", i).isZero();
        } else {
          assertThat(learned[i]).as("element %d", i).isPositive();
        }
      }
    }
  }

  @Test
  void anActivationNormStartsWithMeanZeroAndDeviationOne() {
    float[] rows = correlated(3);
    try (TrainableFlow flow = flow(Mixing.ACTIVATION_NORM)) {
      flow.startFrom(rows);
      FlowWeights weights = flow.flowWeights(flow.initial(1));
      float[] matrix = matrix(weights, 0);
      float[] bias = FlowExport.floats(weights, FlowWeights.mixingBiasName(0));
      for (int j = 0; j < FEATURES; j++) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < COUNT; i++) {
          // The first transform takes the features as they come, standardised by mean 1, scale 2.
          double value = matrix[4 * j] * (rows[FEATURES * i + j] - 1) / 2 + bias[j];
          sum += value / COUNT;
          squares += value * value / COUNT;
        }
        assertThat(sum).as("mean of %d", j).isCloseTo(0, within(1e-5));
        assertThat(squares).as("variance of %d", j).isCloseTo(1, within(1e-5));
      }
    }
  }

  @Test
  void anActivationNormWithoutRowsToStartFromSaysSo() {
    try (TrainableFlow flow = flow(Mixing.ACTIVATION_NORM)) {
      assertThatThrownBy(() -> flow.initial(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("startFrom");
    }
  }

  @Test
  void aMixingThatIsNotTheArchitecturesIsRefused() {
    assertThatThrownBy(
            () ->
                new TrainableFlow(
                    FlowArchitecture.maf(FEATURES, 2, List.of(8)),
                    Mixing.LU,
                    new float[FEATURES],
                    new float[] {1, 1, 1},
                    1,
                    Device.cpu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LU")
        .hasMessageContaining("permutation");
  }

  @Test
  void theLogDeterminantIsThatOfTheProduct() {
    double[] factors = {0.3, -1, 2, 0.5, -0.2, 0.7, 1.5, -0.4, 0.1};
    double[] product = SquareMatrix.ofFactors(factors, 3);
    // By Sarrus' rule.
    double determinant =
        product[0] * (product[4] * product[8] - product[5] * product[7])
            - product[1] * (product[3] * product[8] - product[5] * product[6])
            + product[2] * (product[3] * product[7] - product[4] * product[6]);
    assertThat(Math.log(determinant)).isCloseTo(0.3 - 0.2 + 0.1, within(1e-12));
    assertThat(SquareMatrix.logAbsDeterminant(product, 3)).isCloseTo(0.2, within(1e-12));
    assertThat(SquareMatrix.logAbsDeterminant(new double[] {0, 2, 3, 0}, 2))
        .isCloseTo(Math.log(6), within(1e-15));
    assertThat(SquareMatrix.logAbsDeterminant(new double[] {1, 2, 2, 4}, 2))
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  private static float[] trained(Mixing mixing) {
    TrainableFlow flow = flow(mixing);
    flow.startFrom(correlated(1));
    try (GradientLearner learner =
        new GradientLearner(flow, Optimisation.DEFAULT, 1, Device.cpu())) {
      for (int step = 0; step < 20; step++) {
        learner.step(correlated(step), COUNT, 1e-2);
      }
      return learner.parameters();
    }
  }

  private static TrainableFlow flow(Mixing mixing) {
    FlowArchitecture plain =
        FlowArchitecture.of(FlowArchitecture.NSF_COUPLING, FEATURES, 0, 2, List.of(16));
    FlowArchitecture mixed =
        new FlowArchitecture(
            plain.kind(),
            FEATURES,
            0,
            2,
            plain.hidden(),
            plain.activation(),
            false,
            FlowArchitecture.LINEAR,
            0,
            plain.bins(),
            plain.tailBound());
    return new TrainableFlow(
        mixed, mixing, new float[] {1, 1, 1}, new float[] {2, 2, 2}, 1, Device.cpu());
  }

  private static float[] matrix(FlowWeights weights, int transform) {
    return FlowExport.floats(weights, FlowWeights.mixingWeightName(transform));
  }

  private static float[] correlated(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[FEATURES * COUNT];
    for (int i = 0; i < COUNT; i++) {
      double common = random.nextGaussian();
      for (int j = 0; j < FEATURES; j++) {
        rows[FEATURES * i + j] = (float) (common + 0.3 * (j + 1) * random.nextGaussian() + j);
      }
    }
    return rows;
  }
}

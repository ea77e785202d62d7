package io.vigia.density.continuous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.vigia.density.Architectures;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class ContinuousFlowDensityTest {
  private static final double[] RATE = {0.5, -0.8};
  private static final double[] DRIFT = {1, -2};
  private static final double[] SCALE = {2, 3};
  private static final double[] MEAN = {10, 20};

  @Test
  void aLinearFieldMakesAGaussianOfAGaussian() {
    try (ContinuousFlowDensity density = ContinuousFlowDensity.open(linear(), Device.cpu())) {
      float[] rows = {10, 20, 14, 11, 8, 18.5f};
      double[] scores = density.logDensity(rows, 3);
      for (int row = 0; row < 3; row++) {
        assertThat(scores[row]).isCloseTo(gaussian(rows, row), within(1e-4));
      }
      assertThat(density.standardError(rows, 3)).containsOnly(0);
    }
  }

  @Test
  void samplesHaveTheMomentsOfThatGaussian() {
    int count = 20_000;
    try (ContinuousFlowDensity density = ContinuousFlowDensity.open(linear(), Device.cpu())) {
      float[] rows = density.sample(new float[0], count, 3);
      for (int j = 0; j < 2; j++) {
        double sum = 0;
        double square = 0;
        for (int i = 0; i < count; i++) {
          double offset = (rows[2 * i + j] - mean(j)) / deviation(j);
          sum += offset / count;
          square += offset * offset / count;
        }
        assertThat(sum).isCloseTo(0, within(0.03));
        assertThat(square).isCloseTo(1, within(0.04));
      }
      assertThat(density.sample(new float[0], 5, 3)).isEqualTo(Arrays.copyOf(rows, 10));
    }
  }

  @Test
  void afterTrainingItIsADensityThatKnowsTheRing() {
    DensityWeights weights =
        trained(
            new ContinuousFlowArchitecture("cnf", 2, 0, List.of(64, 64), 2),
            1500,
            step -> ring(256, step));
    try (ContinuousFlowDensity density = ContinuousFlowDensity.open(weights, Device.cpu())) {
      assertThat(integral(density)).isCloseTo(1, within(0.02));
      float[] heldOut = ring(2000, -1);
      double nll = -Arrays.stream(density.logDensity(heldOut, 2000)).average().orElseThrow();
      // r normal(2, 0.3), angle uniform: entropy = log(0.3 sqrt(2 pi e)) + log(2 pi) + E log r.
      double entropy = Math.log(0.3 * Math.sqrt(2 * Math.PI * Math.E)) + Math.log(2 * Math.PI);
      assertThat(nll).isBetween(entropy + Math.log(2) - 0.08, entropy + Math.log(2) + 0.2);
      // A Gaussian of the same variance has 3.57 nats.
      double[] tails = density.logDensity(new float[] {0, 0, 2, 0, 6, 6}, 3);
      assertThat(tails[1]).isGreaterThan(tails[0] + 2).isGreaterThan(tails[2] + 5);
      agreeExactAndEstimated(weights, heldOut);
      agreeFixedAndAdaptive(weights, heldOut);
    }
  }

  @Test
  void theContextIsWhatADensityIsConditionalOn() {
    DensityWeights weights =
        trained(
            new ContinuousFlowArchitecture("cnf", 1, 1, List.of(32, 32), 1),
            500,
            step -> shifted(256, step));
    try (ContinuousFlowDensity density = ContinuousFlowDensity.open(weights, Device.cpu())) {
      double[] scores = density.logDensity(new float[] {2, 1, 2, -1}, 2);
      assertThat(scores[0]).isGreaterThan(scores[1] + 5);
      float[] rows = density.sample(new float[] {1, -1}, 2, 1);
      assertThat(rows[0]).isBetween(0.5f, 3.5f);
      assertThat(rows[1]).isBetween(-3.5f, -0.5f);
    }
  }

  @Test
  void aRowHasItsScoreInAnyBatch() {
    DensityWeights weights = random(30);
    float[] rows = normal(64 * 30, 4);
    try (ContinuousFlowDensity density = ContinuousFlowDensity.open(weights, Device.cpu())) {
      int arrays = density.nativeArrays();
      double[] together = density.logDensity(rows, 64);
      double[] alone = density.logDensity(Arrays.copyOfRange(rows, 9 * 30, 10 * 30), 1);
      assertThat(alone[0]).isCloseTo(together[9], within(1e-3));
      assertThat(density.logDensity(rows, 64)).isEqualTo(together);
      assertThat(density.standardError(rows, 64)[9]).isBetween(1e-3, 1.0);
      assertThat(density.nativeArrays()).isEqualTo(arrays);
    }
  }

  @Test
  void anArchitectureThatDoesNotFitIsRefused() {
    DensityWeights linear = linear();
    assertThatThrownBy(
            () ->
                ContinuousFlowDensity.open(
                    new DensityWeights(
                        linear.architecture().deepCopy().put("frequencies", -1), linear.tensors()),
                    Device.cpu()))
        .hasMessageContaining("architecture.frequencies is -1; allowed: 0 to 64");
    assertThatThrownBy(
            () ->
                ContinuousFlowDensity.open(
                    new DensityWeights(
                        linear.architecture().deepCopy().put("frequencies", 1), linear.tensors()),
                    Device.cpu()))
        .hasMessageContaining("field.layer.0.weight is F32 [2, 3]; F32 [2, 5] is needed");
  }

  private static void agreeExactAndEstimated(DensityWeights weights, float[] rows) {
    int count = 500;
    OdeSolver solver = OdeSolver.rungeKutta(20);
    try (ContinuousFlowDensity exact = ContinuousFlowDensity.open(weights, solver, Device.cpu());
        ContinuousFlowDensity estimated =
            ContinuousFlowDensity.estimated(weights, solver, 8, Device.cpu())) {
      double[] truth = exact.logDensity(rows, count);
      double[] estimate = estimated.logDensity(rows, count);
      double[] error = estimated.standardError(rows, count);
      double bias = 0;
      double told = 0;
      double seen = 0;
      for (int row = 0; row < count; row++) {
        double difference = estimate[row] - truth[row];
        bias += difference / count;
        seen += difference * difference / count;
        told += error[row] * error[row] / count;
      }
      assertThat(seen).isGreaterThan(1e-4);
      assertThat(bias).isCloseTo(0, within(4 * Math.sqrt(seen / count)));
      assertThat(told / seen).isBetween(0.7, 1.4);
    }
  }

  private static void agreeFixedAndAdaptive(DensityWeights weights, float[] rows) {
    try (ContinuousFlowDensity fixed = ContinuousFlowDensity.open(weights, Device.cpu());
        ContinuousFlowDensity adaptive =
            ContinuousFlowDensity.open(weights, OdeSolver.dormandPrince(1e-5), Device.cpu())) {
      assertThat(adaptive.logDensity(rows, 500))
          .containsExactly(fixed.logDensity(rows, 500), within(5e-3));
    }
  }

  /** By the trapezoid rule on [-7, 7]^2. */
  private static double integral(ContinuousFlowDensity density) {
    int side = 141;
    float[] rows = new float[2 * side * side];
    for (int i = 0; i < side * side; i++) {
      rows[2 * i] = -7 + 0.1f * (i % side);
      rows[2 * i + 1] = -7 + 0.1f * (i / side);
    }
    return Arrays.stream(density.logDensity(rows, side * side)).map(Math::exp).sum() * 0.01;
  }

  /**
   * {@code v = (a_j x_j + b_j)}: x_1 is Gaussian, with deviation exp(a) and mean b (exp(a) - 1) /
   * a.
   */
  private static DensityWeights linear() {
    float[] weight = {(float) RATE[0], 0, 0, 0, (float) RATE[1], 0};
    float[] bias = {(float) DRIFT[0], (float) DRIFT[1]};
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put("field.layer.0.weight", Tensor.of(weight, 2, 3));
    tensors.put("field.layer.0.bias", Tensor.of(bias, 2));
    tensors.put(FlowWeights.MEAN, Tensor.of(new float[] {10, 20}, 2));
    tensors.put(FlowWeights.SCALE, Tensor.of(new float[] {2, 3}, 2));
    return new DensityWeights(
        Architectures.write(new ContinuousFlowArchitecture("cnf", 2, 0, List.of(), 0)), tensors);
  }

  private static double mean(int j) {
    return MEAN[j] + SCALE[j] * DRIFT[j] * Math.expm1(RATE[j]) / RATE[j];
  }

  private static double deviation(int j) {
    return SCALE[j] * Math.exp(RATE[j]);
  }

  private static double gaussian(float[] rows, int row) {
    double sum = 0;
    for (int j = 0; j < 2; j++) {
      double offset = (rows[2 * row + j] - mean(j)) / deviation(j);
      sum -= offset * offset / 2 + Math.log(deviation(j)) + Math.log(2 * Math.PI) / 2;
    }
    return sum;
  }

  private static DensityWeights random(int features) {
    try (TrainableContinuousFlow training = matching(ContinuousFlowArchitecture.of(features, 0))) {
      return training.weights(training.initial(1));
    }
  }

  private static DensityWeights trained(
      ContinuousFlowArchitecture architecture, int steps, LongFunction<float[]> batches) {
    try (GradientLearner learner =
        new GradientLearner(matching(architecture), Optimisation.DEFAULT, 1, Device.cpu())) {
      for (int step = 0; step < steps; step++) {
        double rate = 5e-3 * (1 - step / (double) steps);
        assertThat(learner.step(batches.apply(step), 256, rate)).isFinite();
      }
      return learner.weights(learner.parameters());
    }
  }

  private static TrainableContinuousFlow matching(ContinuousFlowArchitecture architecture) {
    float[] ones = new float[architecture.features()];
    Arrays.fill(ones, 1);
    return new TrainableContinuousFlow(architecture, new float[ones.length], ones, Device.cpu());
  }

  private static float[] ring(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[2 * count];
    for (int i = 0; i < count; i++) {
      double r = 2 + 0.3 * random.nextGaussian();
      double angle = 2 * Math.PI * random.nextDouble();
      rows[2 * i] = (float) (r * Math.cos(angle));
      rows[2 * i + 1] = (float) (r * Math.sin(angle));
    }
    return rows;
  }

  /** {@code x = 2 c + 0.4 n} with c -1 or 1. */
  private static float[] shifted(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[2 * count];
    for (int i = 0; i < count; i++) {
      float c = random.nextBoolean() ? 1 : -1;
      rows[2 * i] = (float) (2 * c + 0.4 * random.nextGaussian());
      rows[2 * i + 1] = c;
    }
    return rows;
  }

  private static float[] normal(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[count];
    for (int i = 0; i < count; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return rows;
  }
}

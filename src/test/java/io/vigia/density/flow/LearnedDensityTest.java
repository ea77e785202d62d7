package io.vigia.density.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowArchitecture;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows learn densities that are known. */
class LearnedDensityTest {
  private static final int BATCH = 256;
  private static final int HELD_OUT = 8000;

  /** Given c uniform in (-1, 1): x normal with mean (2c, -c) and deviation (0.2 + c^2, 0.5). */
  @ParameterizedTest
  @ValueSource(strings = {"maf", "nsf-ar", "realnvp", "nsf-c"})
  void aConditionalFlowLearnsAGaussianThatItsConditionMovesAndWidens(String kind) {
    FlowArchitecture architecture = FlowArchitecture.of(kind, 2, 1, 2, List.of(16, 16));
    DensityWeights learned = learned(architecture, LearnedDensityTest::conditional, 500);
    float[] heldOut = conditional(-1);
    try (DjlFlow flow = DjlFlow.open(learned, Device.cpu())) {
      double[] logDensity = flow.logDensity(heldOut, HELD_OUT);
      double excess = 0;
      for (int i = 0; i < HELD_OUT; i++) {
        double exact = exact(heldOut[3 * i], heldOut[3 * i + 1], heldOut[3 * i + 2]);
        excess += (exact - logDensity[i]) / HELD_OUT;
      }
      // The relative entropy; without the condition it would be the mutual information, about 1.
      assertThat(excess).isBetween(-0.01, 0.1);
      assertThat(sampleMean(flow, 0.8f)).isCloseTo(1.6, within(0.1));
      assertThat(sampleMean(flow, -0.5f)).isCloseTo(-1, within(0.1));
    }
  }

  @Test
  void aSplineFlowLearnsARingBetterThanAnAffineOneOfTheSameSize() {
    double spline = ringNll(FlowArchitecture.NSF_AUTOREGRESSIVE);
    double affine = ringNll(FlowArchitecture.MAF);
    // Entropies of radius and angle, and the mean of log r, which is log 2 within 0.002.
    double entropy = 0.5 * Math.log(2 * Math.PI * Math.E * 0.01) + Math.log(2 * Math.PI * 2);
    assertThat(spline).isGreaterThan(entropy - 0.02);
    assertThat(spline).isLessThan(affine - 0.2);
  }

  private static double ringNll(String kind) {
    FlowArchitecture architecture = FlowArchitecture.of(kind, 2, 0, 3, List.of(24, 24));
    DensityWeights learned = learned(architecture, LearnedDensityTest::ring, 500);
    try (DjlFlow flow = DjlFlow.open(learned, Device.cpu())) {
      return -Arrays.stream(flow.logDensity(ring(-1), HELD_OUT)).average().orElseThrow();
    }
  }

  private static DensityWeights learned(
      FlowArchitecture architecture, LongFunction<float[]> rows, int steps) {
    TrainableFlow flow =
        new TrainableFlow(architecture, new float[2], new float[] {1, 1}, 1, Device.cpu());
    try (GradientLearner learner =
        new GradientLearner(flow, Optimisation.DEFAULT, 1, Device.cpu())) {
      for (int step = 0; step < steps; step++) {
        double fade = 0.5 * (1 + Math.cos(Math.PI * step / steps));
        learner.step(rows.apply(step), BATCH, 5e-3 * fade);
      }
      return learner.weights(learner.parameters());
    }
  }

  private static double exact(double x, double y, double c) {
    double width = 0.2 + c * c;
    double dx = (x - 2 * c) / width;
    double dy = (y + c) / 0.5;
    return -Math.log(2 * Math.PI) - Math.log(width) - Math.log(0.5) - (dx * dx + dy * dy) / 2;
  }

  private static double sampleMean(DjlFlow flow, float condition) {
    float[] context = new float[4000];
    Arrays.fill(context, condition);
    float[] drawn = flow.sample(context, context.length, 3);
    double sum = 0;
    for (int i = 0; i < context.length; i++) {
      sum += drawn[2 * i];
    }
    return sum / context.length;
  }

  /** Rows of x, y and c: {@link #HELD_OUT} where the seed is negative, else a batch. */
  private static float[] conditional(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[3 * (seed < 0 ? HELD_OUT : BATCH)];
    for (int i = 0; i < rows.length; i += 3) {
      double c = 2 * random.nextDouble() - 1;
      rows[i] = (float) (2 * c + (0.2 + c * c) * random.nextGaussian());
      rows[i + 1] = (float) (-c + 0.5 * random.nextGaussian());
      rows[i + 2] = (float) c;
    }
    return rows;
  }

  private static float[] ring(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[2 * (seed < 0 ? HELD_OUT : BATCH)];
    for (int i = 0; i < rows.length; i += 2) {
      double angle = 2 * Math.PI * random.nextDouble();
      double radius = 2 + 0.1 * random.nextGaussian();
      rows[i] = (float) (radius * Math.cos(angle));
      rows[i + 1] = (float) (radius * Math.sin(angle));
    }
    return rows;
  }
}

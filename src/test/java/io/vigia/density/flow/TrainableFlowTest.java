package io.vigia.density.flow;

import static org.assertj.core.api.Assertions.assertThat;
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

class TrainableFlowTest {
  private static final FlowArchitecture SMALL = FlowArchitecture.maf(2, 2, List.of(16, 16));

  @Test
  void learnsACurvedDensity() {
    // y = x^2 / 2 - 1/2 + 0.3 n, x normal: entropy = log(2 pi e) + log 0.3 nats.
    double entropy = Math.log(2 * Math.PI * Math.E) + Math.log(0.3);
    try (GradientLearner learner = learner(1)) {
      for (int step = 0; step < 600; step++) {
        learner.step(curve(256, step), 256, 3e-3);
      }
      double nll = learner.loss(learner.parameters(), curve(5000, -1), 5000);
      // The uncorrelated Gaussian with these variances has 2.838 - 0.241 nats.
      assertThat(nll).isCloseTo(entropy, within(0.12));
    }
  }

  @Test
  void theSameSeedLearnsTheSame() {
    assertThat(trained(7)).isEqualTo(trained(7));
    assertThat(trained(8)).isNotEqualTo(trained(7));
  }

  @Test
  void maskedWeightsStayExactlyZero() {
    float[] theta = trained(7);
    float[] masked = theta.clone();
    new ParameterLayout(SMALL).applyMasks(masked);
    assertThat(masked).isEqualTo(theta);
  }

  @Test
  void aStepThatIsNotFiniteLeavesTheParametersAsTheyWere() {
    try (GradientLearner learner = learner(1)) {
      learner.step(curve(64, 1), 64, 1e-3);
      float[] before = learner.parameters();
      assertThat(learner.step(new float[] {0, 0, 1e30f, 1}, 2, 1e-3)).isNaN();
      assertThat(learner.parameters()).isEqualTo(before);
    }
  }

  @Test
  void aStepLeavesNoArrayBehind() {
    TrainableFlow flow =
        new TrainableFlow(SMALL, new float[2], new float[] {1, 1}, 1, Device.cpu());
    try (GradientLearner learner =
        new GradientLearner(flow, Optimisation.DEFAULT, 1, Device.cpu())) {
      int arrays = flow.nativeArrays();
      for (int step = 0; step < 5; step++) {
        learner.step(curve(64, 1), 64, 1e-3);
      }
      assertThat(flow.nativeArrays()).isEqualTo(arrays);
    }
  }

  @Test
  void scoringLeavesNoArrayBehind() {
    FlowWeights weights = DjlFlow.randomWeights(SMALL, 3);
    try (DjlFlow flow = DjlFlow.of(weights)) {
      int arrays = flow.nativeArrays();
      flow.logDensity(curve(64, 1), 64);
      flow.sample(new float[0], 64, 1);
      assertThat(flow.nativeArrays()).isEqualTo(arrays);
    }
  }

  @Test
  void exportAndImportGiveTheLearnersLoss() {
    float[] mean = {3, -1};
    float[] scale = {2, 0.5f};
    TrainableFlow flow = new TrainableFlow(SMALL, mean, scale, 2, Device.cpu());
    try (GradientLearner learner =
        new GradientLearner(flow, Optimisation.DEFAULT, 2, Device.cpu())) {
      for (int step = 0; step < 50; step++) {
        learner.step(moved(curve(64, step), mean, scale), 64, 1e-2);
      }
      float[] theta = learner.parameters();
      float[] rows = moved(curve(100, 5), mean, scale);
      try (DjlFlow stored = DjlFlow.open(learner.weights(theta), Device.cpu())) {
        double nll = -Arrays.stream(stored.logDensity(rows, 100)).average().orElseThrow();
        assertThat(learner.loss(theta, rows, 100)).isCloseTo(nll, within(1e-5));
      }
    }
  }

  private static float[] moved(float[] z, float[] mean, float[] scale) {
    float[] rows = z.clone();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = z[i] * scale[i % 2] + mean[i % 2];
    }
    return rows;
  }

  private static GradientLearner learner(long seed) {
    TrainableFlow flow =
        new TrainableFlow(SMALL, new float[2], new float[] {1, 1}, seed, Device.cpu());
    return new GradientLearner(flow, Optimisation.DEFAULT, seed, Device.cpu());
  }

  private static float[] trained(long seed) {
    try (GradientLearner learner = learner(seed)) {
      steps(learner, curve(256, 3), 30);
      return learner.parameters();
    }
  }

  private static void steps(GradientLearner learner, float[] rows, int count) {
    int batch = 256;
    for (int step = 0; step < count; step++) {
      assertThat(learner.step(rows, batch, 1e-4)).isFinite();
    }
  }

  private static float[] curve(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[2 * count];
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      rows[2 * i] = (float) x;
      rows[2 * i + 1] = (float) (x * x / 2 - 0.5 + 0.3 * random.nextGaussian());
    }
    return rows;
  }
}

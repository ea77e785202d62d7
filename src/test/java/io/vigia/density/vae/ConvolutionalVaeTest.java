package io.vigia.density.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.kernel.DensityWeights;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** On stamps with one blob each, of 63 x 63 pixels and of fewer. */
class ConvolutionalVaeTest {
  private static final int SIDE = 63;

  @Test
  void aFewStepsImproveTheBoundOfHeldOutStamps() {
    VaeArchitecture architecture =
        VaeArchitecture.images(1, SIDE, 0, 4, List.of(32), List.of(4, 8, 8));
    float[] stamps = blobs(400, SIDE, 1, 1);
    float[] heldOut = blobs(40, SIDE, 1, 2);
    try (GradientLearner learner = learner(architecture)) {
      double before = bound(learner.weights(learner.parameters()), heldOut, 40);
      for (int step = 0; step < 60; step++) {
        int from = step * 32 % 368 * SIDE * SIDE;
        float[] batch = Arrays.copyOfRange(stamps, from, from + 32 * SIDE * SIDE);
        assertThat(learner.step(batch, 32, 2e-2)).isFinite();
      }
      double after = bound(learner.weights(learner.parameters()), heldOut, 40);
      // The noise of 0.3 alone is worth log(1 / 0.3) = 1.2 nats a pixel.
      assertThat(after).isGreaterThan(before + 0.5 * SIDE * SIDE);
    }
  }

  @Test
  void channelsSidesAndContextHaveTheirShapes() {
    VaeArchitecture architecture = VaeArchitecture.images(2, 17, 1, 3, List.of(), List.of(4, 4));
    DensityWeights weights;
    try (GradientLearner learner = learner(architecture)) {
      weights = learner.weights(learner.parameters());
    }
    int row = 2 * 17 * 17 + 1;
    float[] rows = new float[3 * row];
    float[] images = blobs(3, 17, 2, 5);
    for (int i = 0; i < 3; i++) {
      System.arraycopy(images, i * (row - 1), rows, i * row, row - 1);
      rows[(i + 1) * row - 1] = i - 1;
    }
    try (VaeDensity density = VaeDensity.open(weights, 4, Device.cpu())) {
      assertThat(density.schema().inputs()).isEqualTo(row);
      double[] bounds = density.logDensity(rows, 3);
      double[] alone = density.logDensity(Arrays.copyOfRange(rows, 2 * row, 3 * row), 1);
      assertThat(alone[0]).isCloseTo(bounds[2], within(1e-2));
      assertThat(density.sample(new float[] {0, 1}, 2, 3)).hasSize(2 * (row - 1));
    }
  }

  @Test
  void aSideThatIsNotTheRowsIsRefused() {
    assertThatThrownBy(
            () -> new VaeArchitecture("conv-vae", 100, 0, 4, List.of(), "free", 1, 63, List.of(8)))
        .hasMessageContaining("architecture.features is 100; allowed: 3969");
  }

  private static GradientLearner learner(VaeArchitecture architecture) {
    int features = architecture.features();
    float[] ones = new float[features];
    Arrays.fill(ones, 1);
    return new GradientLearner(
        new TrainableVae(architecture, new float[features], ones, Device.cpu()),
        new Optimisation(1e-4, 5, 0.9),
        1,
        Device.cpu());
  }

  private static double bound(DensityWeights weights, float[] rows, int count) {
    try (VaeDensity density = VaeDensity.open(weights, 2, Device.cpu())) {
      return Arrays.stream(density.logDensity(rows, count)).average().orElseThrow();
    }
  }

  /** A Gaussian blob of random brightness and width in each channel, with noise of 0.3. */
  private static float[] blobs(int count, int side, int channels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[count * channels * side * side];
    int at = 0;
    for (int i = 0; i < count * channels; i++) {
      double brightness = random.nextDouble(1, 4);
      double width = random.nextDouble(2, 5);
      for (int pixel = 0; pixel < side * side; pixel++) {
        double x = pixel % side - side / 2;
        double y = pixel / side - side / 2;
        double light = brightness * Math.exp(-(x * x + y * y) / (2 * width * width));
        rows[at++] = (float) (light + 0.3 * random.nextGaussian());
      }
    }
    return rows;
  }
}

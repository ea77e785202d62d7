package io.vigia.density.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.vigia.density.Density;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Meaning;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CompanionsTest {
  private static final int ROWS = 2000;
  private static final float[] MEAN = {3, -1};
  private static final float[] SCALE = {2, 0.5f};

  @Test
  void theTimeClassifierRanksRowsByTheirDistanceFromTheData() {
    TimeClassifierArchitecture architecture =
        new TimeClassifierArchitecture("dte-c", 2, 0, List.of(64, 64), 7);
    DensityWeights weights = trained(architecture, ring(ROWS, 1));
    try (Density density = TimeClassifierDensity.open(weights, Device.cpu())) {
      assertThat(density.meaning()).isEqualTo(Meaning.SCORE);
      double inside = mean(density.logDensity(ring(500, 2), 500));
      // The hole of the ring, and far out.
      double hole = density.logDensity(new float[] {3, -1}, 1)[0];
      double far = density.logDensity(new float[] {13, 4}, 1)[0];
      assertThat(inside).isGreaterThan(hole + 0.5).isGreaterThan(far + 2);
      assertThat(far).isBetween(-6.0, 0.0);
    }
  }

  @Test
  void aRowsScoreIsTheSameAloneAndAmongOthers() {
    DensityWeights weights =
        trained(new TimeClassifierArchitecture("dte-c", 2, 0, List.of(16), 5), ring(ROWS, 1), 5);
    float[] rows = ring(10, 3);
    try (Density density = TimeClassifierDensity.open(weights, Device.cpu())) {
      double[] together = density.logDensity(rows, 10);
      for (int row = 0; row < 10; row++) {
        double alone = density.logDensity(new float[] {rows[2 * row], rows[2 * row + 1]}, 1)[0];
        assertThat(alone).isCloseTo(together[row], org.assertj.core.data.Offset.offset(1e-5));
      }
    }
  }

  @Test
  void theContractionResidualRanksRowsByTheirDistanceFromTheData() {
    DensityWeights weights = ContractionDensity.fit(0, ring(ROWS + 500, 1), MEAN, SCALE, 0);
    assertThat(weights.architecture().get("references").intValue()).isEqualTo(2000);
    try (Density density = ContractionDensity.open(weights)) {
      double inside = mean(density.logDensity(ring(500, 2), 500));
      double hole = density.logDensity(new float[] {3 + 0.4f, -1}, 1)[0];
      double far = density.logDensity(new float[] {13, 4}, 1)[0];
      assertThat(inside).isGreaterThan(2 * hole);
      assertThat(far).isLessThan(hole);
    }
  }

  @Test
  void neitherDrawsRows() {
    DensityWeights weights = ContractionDensity.fit(0, ring(ROWS, 1), MEAN, SCALE, 0);
    try (Density density = ContractionDensity.open(weights)) {
      assertThatThrownBy(() -> density.sample(new float[0], 1, 0))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void equalRowsHaveNoBandwidth() {
    assertThatThrownBy(() -> ContractionDensity.fit(0, new float[200], MEAN, SCALE, 0))
        .hasMessageContaining("most rows are the same");
  }

  private static DensityWeights trained(TimeClassifierArchitecture architecture, float[] rows) {
    return trained(architecture, rows, 400);
  }

  private static DensityWeights trained(
      TimeClassifierArchitecture architecture, float[] rows, int steps) {
    TrainableTimeClassifier trainable =
        new TrainableTimeClassifier(architecture, MEAN, SCALE, Device.cpu());
    try (GradientLearner learner =
        new GradientLearner(trainable, Optimisation.DEFAULT, 1, Device.cpu())) {
      for (int step = 0; step < steps; step++) {
        assertThat(learner.step(rows, rows.length / 2, 3e-3)).isFinite();
      }
      return learner.weights(learner.parameters());
    }
  }

  /** Rows on a ring of radius 1.5 in standardised coordinates, 0.1 thick. */
  private static float[] ring(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[2 * count];
    for (int row = 0; row < count; row++) {
      double angle = 2 * Math.PI * random.nextDouble();
      double radius = 1.5 + 0.1 * random.nextGaussian();
      rows[2 * row] = (float) (MEAN[0] + SCALE[0] * radius * Math.cos(angle));
      rows[2 * row + 1] = (float) (MEAN[1] + SCALE[1] * radius * Math.sin(angle));
    }
    return rows;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}

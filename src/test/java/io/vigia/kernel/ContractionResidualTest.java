package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContractionResidualTest {
  private static final int FEATURES = 3;
  private static final int COUNT = 101;
  private static final double BANDWIDTH = 0.7;
  private static final float[] MEAN = {1, -2, 0.5f};
  private static final float[] SCALE = {2, 0.5f, 1};
  private final SplittableRandom random = new SplittableRandom(1);
  private final float[] references = gaussian(FEATURES * COUNT);
  private final DensityWeights weights =
      ContractionResidual.weights(0, MEAN, SCALE, references, BANDWIDTH);
  private final LogDensity residual = CompiledDensity.of(weights, Kernel.PLAIN).newLogDensity();

  @Test
  void agreesWithTheFormulaInDoublePrecision() {
    for (int i = 0; i < 200; i++) {
      float[] row = gaussian(FEATURES);
      assertThat(-residual.logDensity(row)).isCloseTo(reference(row), within(1e-5));
    }
  }

  @Test
  void farOutItIsTheDistanceToTheNearestReference() {
    float[] row = {1e4f, 3e3f, -5e3f};
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < COUNT; i++) {
      nearest = Math.min(nearest, Math.sqrt(square(row, i)));
    }
    assertThat(-residual.logDensity(row)).isCloseTo(nearest, within(1e-4 * nearest));
  }

  @Test
  void inBulkItIsTheSameBitForBit() {
    float[] rows = gaussian(10 * FEATURES);
    double[] bulk = new double[10];
    residual.logDensities(rows, 10, bulk);
    for (int i = 0; i < 10; i++) {
      assertThat(bulk[i]).isEqualTo(residual.logDensity(rows, i * FEATURES));
    }
  }

  @Test
  void aNotANumberIsNotHidden() {
    assertThat(residual.logDensity(new float[] {0, Float.NaN, 0})).isNaN();
  }

  @Test
  void numbersThatAreNoResidualsAreRefused() {
    assertThatThrownBy(() -> ContractionResidual.weights(0, MEAN, SCALE, references, 0))
        .hasMessageContaining("architecture.bandwidth is 0.0; allowed: above 0");
    assertThatThrownBy(
            () -> ContractionResidual.weights(0, MEAN, new float[] {1, 0, 1}, references, 1))
        .hasMessageContaining("standardise.scale holds 0.0; allowed: above 0");
    assertThatThrownBy(() -> ContractionResidual.weights(0, MEAN, SCALE, new float[6003], 1))
        .hasMessageContaining("architecture.references is 2001; allowed: 1 to 2000");
  }

  private double reference(float[] row) {
    double[] pulled = new double[FEATURES];
    double total = 0;
    for (int i = 0; i < COUNT; i++) {
      double weight = Math.exp(-square(row, i) / (2 * BANDWIDTH * BANDWIDTH));
      total += weight;
      for (int j = 0; j < FEATURES; j++) {
        pulled[j] += weight * references[j * COUNT + i];
      }
    }
    double sum = 0;
    for (int j = 0; j < FEATURES; j++) {
      double away = z(row, j) - pulled[j] / total;
      sum += away * away;
    }
    return Math.sqrt(sum);
  }

  private double square(float[] row, int reference) {
    double sum = 0;
    for (int j = 0; j < FEATURES; j++) {
      double away = z(row, j) - references[j * COUNT + reference];
      sum += away * away;
    }
    return sum;
  }

  private static double z(float[] row, int feature) {
    return ((double) row[feature] - MEAN[feature]) / SCALE[feature];
  }

  private float[] gaussian(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}

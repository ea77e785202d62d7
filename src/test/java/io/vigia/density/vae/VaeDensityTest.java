package io.vigia.density.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Meaning;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VaeDensityTest {
  private static final int ROWS = 400;
  private static final float[] DATA = PrincipalComponents.rows(ROWS, 3);

  @Test
  void theBoundIsTheLikelihoodWhereThePosteriorIsExact() {
    try (VaeDensity density = open(0, 3)) {
      double[] bound = density.logDensity(DATA, ROWS);
      double[] error = density.standardError(DATA, ROWS);
      for (int row = 0; row < ROWS; row++) {
        assertThat(bound[row]).isCloseTo(PrincipalComponents.logDensity(DATA, row), within(2e-5));
        assertThat(error[row]).isLessThan(1e-5);
      }
      assertThat(density.meaning()).isEqualTo(Meaning.LOWER_BOUND);
    }
  }

  @Test
  void moreSamplesAreTighterAndStayBelow() {
    double exact = 0;
    for (int row = 0; row < ROWS; row++) {
      exact += PrincipalComponents.logDensity(DATA, row) / ROWS;
    }
    double one = mean(0.3, 1);
    double twenty = mean(0.3, 20);
    double hundred = mean(0.3, 100);
    assertThat(one).isLessThan(twenty - 0.1);
    assertThat(twenty).isLessThan(hundred);
    // A shift of 0.3 in a posterior of variance v costs 0.3^2 / (2 v) nats at K = 1: v is 0.26,
    // 0.13.
    double divergence = 0.045 / (0.25 / 0.97) + 0.045 / (0.25 / 1.87);
    assertThat(exact - one).isCloseTo(divergence, within(0.12));
    assertThat(hundred).isBetween(exact - 0.03, exact + 0.01);
  }

  @Test
  void aRowHasItsScoreInAnyBatch() {
    try (VaeDensity density = open(0.3, 20)) {
      double[] together = density.logDensity(DATA, ROWS);
      for (int row : new int[] {0, 7, ROWS - 1}) {
        float[] alone = Arrays.copyOfRange(DATA, 4 * row, 4 * row + 4);
        assertThat(density.logDensity(alone, 1)[0]).isCloseTo(together[row], within(1e-5));
      }
      assertThat(density.logDensity(DATA, ROWS)).isEqualTo(together);
    }
  }

  @Test
  void theStandardErrorIsTheSpreadOfTheBound() {
    // Rows that differ by next to nothing: their bounds differ by their noise.
    int near = 500;
    float[] rows = new float[4 * near];
    for (int row = 0; row < near; row++) {
      System.arraycopy(DATA, 0, rows, 4 * row, 4);
      rows[4 * row] += row * 1e-6f;
    }
    try (VaeDensity density = open(0.3, 100)) {
      double[] bounds = density.logDensity(rows, near);
      double mean = Arrays.stream(bounds).average().orElseThrow();
      double spread =
          Math.sqrt(Arrays.stream(bounds).map(b -> (b - mean) * (b - mean)).sum() / near);
      double told = Arrays.stream(density.standardError(rows, near)).average().orElseThrow();
      assertThat(told / spread).isBetween(0.8, 1.2);
      assertThat(spread).isGreaterThan(0.01);
    }
  }

  @Test
  void samplesHaveTheMomentsOfTheModel() {
    int count = 20_000;
    try (VaeDensity density = open(0, 1)) {
      float[] rows = density.sample(new float[0], count, 5);
      double[] sums = new double[4];
      for (int i = 0; i < count; i++) {
        double x = rows[4 * i] - 1;
        double y = rows[4 * i + 1] + 2;
        double[] moments = {x, x * x, x * y, rows[4 * i + 3] - 3};
        for (int k = 0; k < 4; k++) {
          sums[k] += moments[k] / count;
        }
      }
      assertThat(sums).containsExactly(new double[] {0, 0.61, 0.36, 0}, within(0.03));
      assertThat(density.sample(new float[0], 10, 5)).isEqualTo(Arrays.copyOf(rows, 40));
      assertThat(density.sample(new float[0], 10, 6)).isNotEqualTo(Arrays.copyOf(rows, 40));
    }
  }

  @Test
  void scoringLeavesNoArrayBehind() {
    try (VaeDensity density = open(0, 2)) {
      int arrays = density.nativeArrays();
      density.logDensity(DATA, ROWS);
      density.sample(new float[0], 5, 1);
      assertThat(density.nativeArrays()).isEqualTo(arrays);
    }
  }

  @Test
  void anArchitectureThatIsNotAllowedIsRefusedWithItsKey() {
    DensityWeights exact = PrincipalComponents.exact(0);
    assertThatThrownBy(() -> open(with(exact, "latent", 0)))
        .hasMessageContaining("architecture.latent is 0; allowed: 1 to 1024");
    assertThatThrownBy(() -> open(with(exact, "latent", 3)))
        .hasMessageContaining("tensor encoder.layer.0.weight is F32 [4, 4]; F32 [6, 4] is needed");
    assertThatThrownBy(() -> open(with(exact, "depth", 1))).hasMessageContaining("depth");
    assertThatThrownBy(() -> VaeDensity.open(exact, 0, Device.cpu()))
        .hasMessageContaining("samples is 0; allowed: from 1");
  }

  private static DensityWeights with(DensityWeights weights, String key, int value) {
    ObjectNode architecture = weights.architecture().deepCopy();
    architecture.put(key, value);
    return new DensityWeights(architecture, weights.tensors());
  }

  private static VaeDensity open(DensityWeights weights) {
    return VaeDensity.open(weights, Device.cpu());
  }

  private static VaeDensity open(double misplaced, int samples) {
    return VaeDensity.open(PrincipalComponents.exact(misplaced), samples, Device.cpu());
  }

  private static double mean(double misplaced, int samples) {
    try (VaeDensity density = open(misplaced, samples)) {
      return Arrays.stream(density.logDensity(DATA, ROWS)).average().orElseThrow();
    }
  }
}

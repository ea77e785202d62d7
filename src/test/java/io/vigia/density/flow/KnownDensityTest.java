package io.vigia.density.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A flow of one transform without hidden layers is a Gaussian: {@code v1 = 0.5 + exp(-0.2) n1},
 * {@code v2 = -1 + 0.8 v1 + exp(0.3) n2}, {@code x = (10, 20) + (2, 3) v}. Expected values: {@code
 * scipy.stats.multivariate_normal.logpdf} of SciPy 1.17.1.
 */
class KnownDensityTest {
  @Test
  void aLinearAutoregressionIsTheGaussianItShouldBe() {
    try (DjlFlow flow = DjlFlow.of(gaussian())) {
      assertThat(flow.logDensity(new float[] {10, 20, 12.5f, 17, 6, 31}, 3))
          .containsExactly(
              new double[] {-4.190520440889572, -4.423618049896021, -19.167810085825966},
              within(5e-6));
    }
  }

  @Test
  void samplesHaveItsMeanAndCovariance() {
    int count = 20_000;
    float[] rows;
    try (DjlFlow flow = DjlFlow.of(gaussian())) {
      rows = flow.sample(new float[0], count, 1);
    }
    double[] sum = new double[5];
    for (int i = 0; i < count; i++) {
      double x = rows[2 * i] - 11;
      double y = rows[2 * i + 1] - 18.2;
      double[] moments = {x, y, x * x, x * y, y * y};
      for (int k = 0; k < 5; k++) {
        sum[k] += moments[k] / count;
      }
    }
    double a = Math.exp(-0.4);
    double[] expected = {0, 0, 4 * a, 6 * 0.8 * a, 9 * (0.64 * a + Math.exp(0.6))};
    assertThat(sum[0]).isCloseTo(expected[0], within(0.06));
    assertThat(sum[1]).isCloseTo(expected[1], within(0.16));
    for (int k = 2; k < 5; k++) {
      assertThat(sum[k]).isCloseTo(expected[k], within(0.05 * expected[k]));
    }
  }

  private static FlowWeights gaussian() {
    ParameterLayout layout = new ParameterLayout(FlowArchitecture.maf(2, 1, List.of()));
    // Rows of the weight, then the bias: mu1, mu2, s1, s2; s = a / (1 - |a| / 5).
    float[] theta = {0, 0, 0.8f, 0, 0, 0, 0, 0, 0.5f, -1, -0.20833333f, 0.31914894f};
    return FlowExport.weights(
        layout, new int[][] {{0, 1}}, theta, new float[] {10, 20}, new float[] {2, 3});
  }
}

package io.vigia.density.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vigia.density.BijectionLaws;
import io.vigia.kernel.FlowArchitecture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowLawsTest {
  private static final FlowArchitecture FIVE_FEATURES = FlowArchitecture.maf(5, 4, List.of(32, 24));
  private static final FlowArchitecture TWO_FEATURES = FlowArchitecture.maf(2, 3, List.of(16, 16));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theInverseComesBack(long seed) {
    try (DoubleFlow flow = DoubleFlow.random(FIVE_FEATURES, 1, seed)) {
      BijectionLaws.inverts(flow, gaussian(5, seed), 1e-9);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theLogDeterminantIsThatOfTheNumericJacobian(long seed) {
    try (DoubleFlow flow = DoubleFlow.random(FIVE_FEATURES, 1, seed)) {
      BijectionLaws.hasTheNumericJacobian(flow, gaussian(5, 100 + seed), 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theDensityIntegratesToOneInTwoDimensions(long seed) {
    try (DoubleFlow flow = DoubleFlow.random(TWO_FEATURES, 0.6, seed)) {
      // The midpoint rule in t with x = sinh(t): fine in the middle, out to 2,000 in the tails.
      int cells = 1000;
      double end = 8.3;
      double step = 2 * end / cells;
      double integral = 0;
      double[] row = new double[2 * cells];
      for (int i = 0; i < cells; i++) {
        double s = -end + (i + 0.5) * step;
        for (int j = 0; j < cells; j++) {
          row[2 * j] = Math.sinh(s);
          row[2 * j + 1] = Math.sinh(-end + (j + 0.5) * step);
        }
        double[] logDensity = flow.logDensity(row);
        for (int j = 0; j < cells; j++) {
          double area = Math.cosh(s) * Math.cosh(-end + (j + 0.5) * step) * step * step;
          integral += Math.exp(logDensity[j]) * area;
        }
      }
      assertThat(integral).as("seed %d", seed).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void theGradientIsThatOfFiniteDifferences() {
    double[] rows = gaussian(2 * 7, 9);
    try (DoubleFlow flow = DoubleFlow.random(TWO_FEATURES, 1, 9)) {
      double[] gradient = flow.gradient(rows, () -> {});
      double[] theta = flow.theta();
      for (int i = 0; i < theta.length; i += 13) {
        double slope = (meanAt(theta, i, 1e-6, rows) - meanAt(theta, i, -1e-6, rows)) / 2e-6;
        assertThat(gradient[i])
            .as("parameter %d", i)
            .isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
      }
    }
  }

  @Test
  void aGarbageCollectionBeforeTheBackwardPassChangesNothing() {
    double[] rows = gaussian(2 * 7, 9);
    try (DoubleFlow flow = DoubleFlow.random(TWO_FEATURES, 1, 9)) {
      double[] gradient = flow.gradient(rows, () -> {});
      double[] again = flow.gradient(rows, FlowLawsTest::collectAndOverwrite);
      assertThat(Arrays.equals(again, gradient)).as("the same gradient").isTrue();
    }
  }

  @Test
  void outputsDependOnTheFeaturesBeforeThemOnly() {
    FlowArchitecture one = FlowArchitecture.maf(5, 1, List.of(32, 24));
    try (DoubleFlow flow = DoubleFlow.random(one, 1, 3)) {
      double[] x = gaussian(5, 3);
      double[] u = flow.forward(x);
      for (int moved = 0; moved < 5; moved++) {
        double[] other = x.clone();
        other[moved] += 0.7;
        double[] v = flow.forward(other);
        for (int j = 0; j < moved; j++) {
          assertThat(v[j]).as("u%d after x%d moved", j, moved).isEqualTo(u[j]);
        }
        for (int j = moved; j < 5; j++) {
          assertThat(v[j]).as("u%d after x%d moved", j, moved).isNotEqualTo(u[j]);
        }
      }
    }
  }

  @Test
  void aNewFlowIsNearTheIdentity() {
    ParameterLayout layout = new ParameterLayout(FIVE_FEATURES);
    double[] theta = DoubleFlow.doubles(layout.initial(5, 0.01));
    try (DoubleFlow flow = new DoubleFlow(FIVE_FEATURES, theta, 5)) {
      double[] x = gaussian(5, 5);
      double normal = -2.5 * Math.log(2 * Math.PI) - Arrays.stream(x).map(v -> v * v / 2).sum();
      assertThat(flow.logDensity(x)[0]).isCloseTo(normal, within(0.3));
    }
  }

  private static double meanAt(double[] theta, int index, double step, double[] rows) {
    double[] moved = theta.clone();
    moved[index] += step;
    try (DoubleFlow flow = new DoubleFlow(TWO_FEATURES, moved, 9)) {
      return Arrays.stream(flow.logDensity(rows)).average().orElseThrow();
    }
  }

  /** Collects garbage and fills what native memory that freed with NaN. */
  private static void collectAndOverwrite() {
    for (int round = 0; round < 20; round++) {
      System.gc();
      List<ByteBuffer> taken = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Double.BYTES);
        buffer.putDouble(0, Double.NaN);
        taken.add(buffer);
      }
      assertThat(taken).hasSize(2000);
    }
  }

  private static double[] gaussian(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(count).map(u -> random.nextGaussian()).toArray();
  }
}

package io.vigia.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class VectorSimulatorTest {
  private static final VectorSimulator SIMULATOR = VectorSimulator.of(7);

  @Test
  void theJsonHoldsTheVector() throws IOException {
    double[] x = SIMULATOR.vector(12);
    JsonNode json = new ObjectMapper().readTree(SIMULATOR.json(12, 1_700_000_000_000L));
    assertThat(json.get("event").longValue()).isEqualTo((1L << 60) + 12);
    assertThat(json.get("t").longValue()).isEqualTo(1_700_000_000_000L);
    for (int j = 0; j < VectorSimulator.FEATURES; j++) {
      assertThat(json.get("x" + j).doubleValue()).isCloseTo(x[j], within(5.1e-7));
    }
  }

  @Test
  void eventsHaveTheSizeOfTheBenchmark() {
    double mean = 0;
    for (int i = 0; i < 1000; i++) {
      mean += SIMULATOR.json(1_000_000 + i, 1_700_000_000_000L).length / 1000.0;
    }
    assertThat(mean).isBetween(300.0, 350.0);
  }

  @Test
  void neighboursAreCorrelatedAndTheShapeIsNotGaussian() {
    int n = 50_000;
    double[] sums = new double[6];
    for (int i = 0; i < n; i++) {
      double[] x = SIMULATOR.vector(i);
      sums[0] += x[5];
      sums[1] += x[6];
      sums[2] += x[5] * x[5];
      sums[3] += x[6] * x[6];
      sums[4] += x[5] * x[6];
      sums[5] += Math.pow(x[6], 3);
    }
    double mean5 = sums[0] / n;
    double mean6 = sums[1] / n;
    double var5 = sums[2] / n - mean5 * mean5;
    double var6 = sums[3] / n - mean6 * mean6;
    double correlation = (sums[4] / n - mean5 * mean6) / Math.sqrt(var5 * var6);
    double skewness = (sums[5] / n - 3 * mean6 * var6 - Math.pow(mean6, 3)) / Math.pow(var6, 1.5);
    assertThat(correlation).isGreaterThan(0.3);
    assertThat(skewness).isGreaterThan(0.2);
  }

  @Test
  void anEventIsAFunctionOfSeedAndIndex() {
    assertThat(VectorSimulator.of(7).json(5, 0)).isEqualTo(SIMULATOR.json(5, 0));
    assertThat(VectorSimulator.of(8).json(5, 0)).isNotEqualTo(SIMULATOR.json(5, 0));
  }
}

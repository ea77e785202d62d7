package io.vigia.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GalaxyCloudSimulatorTest {
  private static final double[] EDGES = {0, 0.1, 0.2, 0.4, 0.8, 1.6};
  private static final int CLOUDS = 1000;
  private static final GalaxyCloudSimulator SIMULATOR = GalaxyCloudSimulator.of(5);
  private static final TwoPointCorrelation CORRELATION =
      new TwoPointCorrelation(EDGES, independent());

  @Test
  void cloudsHaveTheCorrelationOfTheirProcess() {
    double[] xi = CORRELATION.of(clouds(SIMULATOR::cloud));
    // A pair has one parent with probability E[1/m], m the parents of a cloud. Separations are
    // Rayleigh distributed, with 2 s^2 = 4 * 0.12^2 inside a cluster, else 4 (1 + 0.12^2).
    double same = IntStream.rangeClosed(4, 8).mapToDouble(m -> 1.0 / m).average().orElseThrow();
    for (int bin = 0; bin < xi.length; bin++) {
      double cluster = share(bin, 4 * 0.0144);
      double envelope = share(bin, 4 * 1.0144);
      double expected = same * (cluster / envelope - 1);
      assertThat(xi[bin]).as("bin " + bin).isCloseTo(expected, within(0.05 + 0.1 * expected));
    }
    assertThat(xi[0]).isGreaterThan(5);
  }

  @Test
  void unclusteredPointsHaveNone() {
    for (double xi : CORRELATION.of(clouds(SIMULATOR::unclustered))) {
      assertThat(xi).isCloseTo(0, within(0.1));
    }
  }

  @Test
  void aCloudIsAFunctionOfSeedAndIndex() {
    assertThat(GalaxyCloudSimulator.of(5).cloud(9)).isDeepEqualTo(SIMULATOR.cloud(9));
    assertThat(GalaxyCloudSimulator.of(6).cloud(9)[0]).isNotEqualTo(SIMULATOR.cloud(9)[0]);
    assertThat(SIMULATOR.unclustered(9).length).isEqualTo(SIMULATOR.cloud(9).length);
  }

  private static double share(int bin, double fourVariances) {
    return Math.exp(-EDGES[bin] * EDGES[bin] / fourVariances)
        - Math.exp(-EDGES[bin + 1] * EDGES[bin + 1] / fourVariances);
  }

  private static List<double[][]> clouds(LongFunction<double[][]> simulator) {
    return LongStream.range(0, CLOUDS).mapToObj(simulator).toList();
  }

  private static double[][] independent() {
    GalaxyCloudSimulator other = GalaxyCloudSimulator.of(77);
    return LongStream.range(0, 60)
        .mapToObj(other::unclustered)
        .flatMap(Stream::of)
        .toArray(double[][]::new);
  }
}

package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KernelAgreementTest {
  /** Not a multiple of the tile, so that a bulk call ends with single vectors. */
  private static final int EVENTS = 103;

  private static final List<Integer> FEATURES = List.of(1, 2, 3, 8, 16, 17, 32);

  static Stream<Arguments> flows() {
    List<FlowArchitecture> flows = new ArrayList<>();
    for (String kind : FlowArchitecture.KINDS) {
      for (int features : FEATURES) {
        for (int context : List.of(0, 3)) {
          for (int variant = 0; variant < 4; variant++) {
            boolean residual = variant % 2 == 1;
            boolean mixing = variant / 2 == 1;
            if (features > 1 || kind.equals("maf") || kind.equals("nsf-ar")) {
              flows.add(
                  RandomFlow.architecture(
                      kind, features, context, 3, List.of(20, 20), residual, mixing));
            }
          }
        }
      }
      flows.add(FlowArchitecture.of(kind, 16, 0, 5, List.of(64, 64)));
      flows.add(FlowArchitecture.of(kind, 2, 0, 8, List.of(5, 7)));
      flows.add(FlowArchitecture.of(kind, 2, 1, 2, List.of()));
      flows.add(FlowArchitecture.of(kind, 8, 0, 3, List.of(40, 24, 72)));
      flows.add(FlowArchitecture.of(kind, 33, 2, 3, List.of(100, 50)));
    }
    flows.add(FlowArchitecture.maf(100, 3, List.of(128, 128)));
    flows.add(
        new FlowArchitecture("maf", 6, 0, 6, List.of(32, 32), "relu", false, null, 1.5, 0, 0));
    flows.add(new FlowArchitecture("maf", 4, 0, 1, List.of(16), "relu", false, null, 60, 0, 0));
    for (int bins : List.of(2, 3, 5, 64)) {
      for (String kind : List.of("nsf-ar", "nsf-c")) {
        flows.add(
            new FlowArchitecture(kind, 7, 1, 2, List.of(24), "relu", false, null, 0, bins, 2.5));
      }
    }
    return flows.stream().flatMap(a -> Stream.of(Arguments.of(a, 1L), Arguments.of(a, 2L)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("flows")
  void bothKernelsAgreeWithTheFormulasInDoublePrecision(FlowArchitecture architecture, long seed) {
    FlowWeights weights = RandomFlow.weights(architecture, seed);
    FlowReference reference = new FlowReference(weights);
    float[] vectors = RandomFlow.vectors(weights, EVENTS, 1.5, seed + 100);
    for (Kernel kernel : Kernel.values()) {
      LogDensity density = CompiledFlow.of(weights, kernel).newLogDensity();
      for (int e = 0; e < EVENTS; e++) {
        int offset = e * architecture.inputs();
        double expected = reference.logDensity(vectors, offset);
        assertThat(density.logDensity(vectors, offset))
            .as("%s, %s, seed %s, vector %s", kernel, architecture, seed, e)
            .isCloseTo(expected, within(1e-4 + 1e-5 * Math.abs(expected)));
      }
    }
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("flows")
  void singleBulkSimdAndPlainAreTheSameBitForBit(FlowArchitecture architecture, long seed) {
    FlowWeights weights = RandomFlow.weights(architecture, seed);
    float[] vectors = RandomFlow.vectors(weights, EVENTS, 2, seed + 200);
    for (int wild = 0; wild < EVENTS; wild += 10) {
      vectors[wild * architecture.inputs()] = WILD[wild / 10 % WILD.length];
    }
    double[] expected = single(weights, Kernel.PLAIN, vectors);
    assertThat(bulk(weights, Kernel.PLAIN, vectors)).containsExactly(expected);
    assertThat(single(weights, Kernel.SIMD, vectors)).containsExactly(expected);
    assertThat(bulk(weights, Kernel.SIMD, vectors)).containsExactly(expected);
  }

  private static final float[] WILD = {
    1e6f, -1e12f, 1e30f, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN, Float.MIN_VALUE
  };

  private static double[] single(FlowWeights weights, Kernel kernel, float[] vectors) {
    LogDensity density = CompiledFlow.of(weights, kernel).newLogDensity();
    double[] scores = new double[EVENTS];
    for (int e = 0; e < EVENTS; e++) {
      scores[e] = density.logDensity(vectors, e * density.inputs());
    }
    return scores;
  }

  private static double[] bulk(FlowWeights weights, Kernel kernel, float[] vectors) {
    double[] scores = new double[EVENTS];
    CompiledFlow.of(weights, kernel).newLogDensity().logDensities(vectors, EVENTS, scores);
    return scores;
  }
}

package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LogDensityTest {
  private static final FlowArchitecture SIXTEEN = FlowArchitecture.maf(16, 5, List.of(64, 64));

  /** Every kind, with all that a flow can have, in both kernels. */
  static Stream<Arguments> kernelsAndFlows() {
    return FlowArchitecture.KINDS.stream()
        .map(kind -> RandomFlow.architecture(kind, 16, 3, 2, List.of(32, 32), true, true))
        .flatMap(flow -> Arrays.stream(Kernel.values()).map(k -> Arguments.of(k, flow)));
  }

  @ParameterizedTest
  @MethodSource("kernelsAndFlows")
  void scoringAllocatesNothing(Kernel kernel, FlowArchitecture architecture) {
    FlowWeights weights = RandomFlow.weights(architecture, 3);
    LogDensity density = CompiledFlow.of(weights, kernel).newLogDensity();
    int events = 1001;
    float[] vectors = RandomFlow.vectors(weights, events, 1, 4);
    double[] scores = new double[events];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    // Until the compiler has come, vectors are objects: rounds go on until one allocates nothing.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 2000 && least > 0; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int e = 0; e < events; e++) {
        scores[e] = density.logDensity(vectors, e * architecture.inputs());
      }
      density.logDensities(vectors, events, scores);
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least).as("bytes for %s events, single and bulk", events).isZero();
  }

  /** Of two features: plain, residual with linear mixing, and that given a condition. */
  static Stream<FlowArchitecture> flowsOfTwoFeatures() {
    return FlowArchitecture.KINDS.stream()
        .flatMap(
            kind ->
                Stream.of(
                    FlowArchitecture.of(kind, 2, 0, 3, List.of(16, 16)),
                    RandomFlow.architecture(kind, 2, 0, 2, List.of(16, 16, 16), true, true),
                    RandomFlow.architecture(kind, 2, 1, 2, List.of(16, 16, 16), true, true)));
  }

  @ParameterizedTest
  @MethodSource("flowsOfTwoFeatures")
  void theDensityIntegratesToOneInTwoDimensions(FlowArchitecture architecture) {
    // Residual networks add up: with larger gains they make ridges thinner than a cell.
    FlowWeights weights = RandomFlow.weights(architecture, 5, architecture.residual() ? 0.4 : 1);
    LogDensity density = CompiledFlow.of(weights).newLogDensity();
    int steps = 1000;
    double width = 60;
    int inputs = architecture.inputs();
    float[] row = new float[inputs * steps];
    Arrays.fill(row, 0.7f); // where a condition is, it is this one
    double[] logs = new double[steps];
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      for (int j = 0; j < steps; j++) {
        row[inputs * j] = at(weights, 0, (i + 0.5) / steps - 0.5, width);
        row[inputs * j + 1] = at(weights, 1, (j + 0.5) / steps - 0.5, width);
      }
      density.logDensities(row, steps, logs);
      for (double log : logs) {
        sum += Math.exp(log);
      }
    }
    double cell = width / steps * (width / steps) * weights.scale()[0] * weights.scale()[1];
    assertThat(sum * cell).isCloseTo(1, within(2e-3));
  }

  private static float at(FlowWeights weights, int feature, double position, double width) {
    return (float) (weights.mean()[feature] + weights.scale()[feature] * position * width);
  }

  /** So far out all that is left of a difference of floats is its first digits. */
  @ParameterizedTest
  @MethodSource("kernelsAndFlows")
  void aMillionSigmasAwayIsFiniteAndVeryImprobable(Kernel kernel, FlowArchitecture flow) {
    FlowArchitecture architecture = FlowArchitecture.of(flow.kind(), 16, 3, 5, List.of(64, 64));
    FlowWeights weights = RandomFlow.weights(architecture, 6);
    LogDensity density = CompiledFlow.of(weights, kernel).newLogDensity();
    FlowReference reference = new FlowReference(weights);
    float[] vectors = RandomFlow.vectors(weights, 100, 1e6, 7);
    for (int e = 0; e < 100; e++) {
      double expected = reference.logDensity(vectors, e * 19);
      assertThat(density.logDensity(vectors, e * 19))
          .isFinite()
          .isLessThan(-1e6)
          .isCloseTo(expected, within(1e-4 * Math.abs(expected)));
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndFlows")
  void whatIsNotFiniteIsNeverMasked(Kernel kernel, FlowArchitecture architecture) {
    FlowWeights weights = RandomFlow.weights(architecture, 8);
    LogDensity density = CompiledFlow.of(weights, kernel).newLogDensity();
    float[] bad = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (float value : bad) {
      for (int input = 0; input < 19; input++) {
        float[] vectors = RandomFlow.vectors(weights, 4, 1, 9);
        double[] clean = new double[4];
        density.logDensities(vectors, 4, clean);
        vectors[19 + input] = value;
        double[] scores = new double[4];
        density.logDensities(vectors, 4, scores);
        assertThat(Double.isFinite(scores[1])).as("%s at %s", value, input).isFalse();
        assertThat(new double[] {density.logDensity(vectors, 19)}).containsExactly(scores[1]);
        assertThat(new double[] {scores[0], scores[2], scores[3]})
            .as("the neighbours in the tile")
            .containsExactly(clean[0], clean[2], clean[3]);
      }
    }
  }

  @Test
  void threadsWithTheirOwnDensityGetTheSameScores() {
    FlowWeights weights = RandomFlow.weights(SIXTEEN, 10);
    CompiledFlow flow = CompiledFlow.of(weights);
    float[] vectors = RandomFlow.vectors(weights, 500, 1, 11);
    double[] expected = new double[500];
    flow.newLogDensity().logDensities(vectors, 500, expected);
    IntStream.range(0, 8)
        .parallel()
        .forEach(
            worker -> {
              double[] scores = new double[500];
              flow.newLogDensity().logDensities(vectors, 500, scores);
              assertThat(scores).containsExactly(expected);
            });
  }

  @ParameterizedTest
  @EnumSource
  void aVectorOutsideItsArrayIsRefused(Kernel kernel) {
    LogDensity density = CompiledFlow.of(RandomFlow.weights(SIXTEEN, 12), kernel).newLogDensity();
    assertThatThrownBy(() -> density.logDensity(new float[16], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> density.logDensity(new float[16], -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> density.logDensities(new float[31], 2, new double[2]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> density.logDensities(new float[32], 2, new double[1]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}

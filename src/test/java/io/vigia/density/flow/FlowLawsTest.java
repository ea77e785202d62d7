package io.vigia.density.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vigia.density.BijectionLaws;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowShape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One battery for every kind of flow: plain, conditional, and with all that a flow can have. */
class FlowLawsTest {
  private static Stream<FlowArchitecture> ofFiveFeatures() {
    return FlowArchitecture.KINDS.stream()
        .flatMap(
            kind ->
                Stream.of(
                    FlowArchitecture.of(kind, 5, 0, 4, List.of(32, 24)),
                    FlowArchitecture.of(kind, 5, 3, 2, List.of(32)),
                    full(kind, 5, 2, 3)));
  }

  private static Stream<FlowArchitecture> conditional() {
    return ofFiveFeatures().filter(architecture -> architecture.context() > 0);
  }

  private static Stream<FlowArchitecture> ofTwoFeatures() {
    return FlowArchitecture.KINDS.stream()
        .flatMap(
            kind ->
                Stream.of(
                    FlowArchitecture.of(kind, 2, 0, 3, List.of(16, 16)), full(kind, 2, 1, 2)));
  }

  /** Residual, mixed and conditional. */
  private static FlowArchitecture full(String kind, int features, int context, int transforms) {
    return new FlowShape(transforms, List.of(16, 16, 16), true, FlowArchitecture.LINEAR, 8, 4)
        .architecture(kind, features, context);
  }

  /** Far from the identity, and near enough to it for finite differences to tell slopes. */
  private static double gain(FlowArchitecture architecture) {
    return architecture.spline() ? 0.3 : 0.4;
  }

  @ParameterizedTest
  @MethodSource("ofFiveFeatures")
  void theInverseComesBack(FlowArchitecture architecture) {
    for (long seed = 1; seed <= 5; seed++) {
      try (DoubleFlow flow = DoubleFlow.random(architecture, gain(architecture), seed)) {
        BijectionLaws.inverts(flow, gaussian(5, seed), 1e-8);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ofFiveFeatures")
  void theLogDeterminantIsThatOfTheNumericJacobian(FlowArchitecture architecture) {
    for (long seed = 1; seed <= 5; seed++) {
      try (DoubleFlow flow = DoubleFlow.random(architecture, gain(architecture), seed)) {
        BijectionLaws.hasTheNumericJacobian(flow, gaussian(5, 100 + seed), 1e-6);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ofTwoFeatures")
  void theDensityIntegratesToOneUnderEachCondition(FlowArchitecture architecture) {
    // Affine maps have tails as wide as their scales; splines have those of their normal noise.
    double end = architecture.spline() ? 20 : 2000;
    int cells = architecture.spline() ? 400 : 600;
    try (DoubleFlow flow = DoubleFlow.random(architecture, gain(architecture) / 2, 2)) {
      BijectionLaws.integratesToOne(flow::logDensity, end, cells, 1e-3);
      if (architecture.context() > 0) {
        BijectionLaws.integratesToOne(flow.given(-1.7)::logDensity, end, cells, 1e-3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ofTwoFeatures")
  void theDensityFallsFarOut(FlowArchitecture architecture) {
    // Beyond all knots; the log-scales of affine maps are within a thousandth of their bounds.
    double nearest = architecture.spline() ? 30 : 1e6;
    try (DoubleFlow flow = DoubleFlow.random(architecture, gain(architecture) / 2, 3)) {
      for (int turn = 0; turn < 8; turn++) {
        double[] direction = {
          Math.cos(0.3 + turn * Math.PI / 4), Math.sin(0.3 + turn * Math.PI / 4)
        };
        BijectionLaws.fallsFarOut(
            flow::logDensity, direction, nearest, 10 * nearest, 1e3 * nearest);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ofTwoFeatures")
  void theGradientsAreThoseOfFiniteDifferences(FlowArchitecture architecture) {
    double[] rows = gaussian(2 * 7, 9);
    try (DoubleFlow flow = DoubleFlow.random(architecture, 1, 9)) {
      DoubleFlow.Gradients gradients = flow.gradients(rows, () -> {});
      double[] theta = flow.theta();
      for (int i = 0; i < theta.length; i += 13) {
        double slope =
            (meanAt(architecture, theta, i, 1e-6, rows)
                    - meanAt(architecture, theta, i, -1e-6, rows))
                / 2e-6;
        assertThat(gradients.theta()[i])
            .as("parameter %d", i)
            .isCloseTo(slope, within(1e-5 * (1 + Math.abs(slope))));
      }
      for (int i = 0; i < rows.length; i++) {
        double slope =
            (mean(flow, moved(rows, i, 1e-6)) - mean(flow, moved(rows, i, -1e-6))) / 2e-6;
        assertThat(gradients.rows()[i])
            .as("value %d", i)
            .isCloseTo(slope, within(1e-5 * (1 + Math.abs(slope))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ofTwoFeatures")
  void gradientsAreFiniteAtTheSupportsEdgeAndFarBeyond(FlowArchitecture architecture) {
    double edge = architecture.spline() ? architecture.tailBound() : 1;
    double[] rows = {
      edge, -edge, Math.nextUp(edge), Math.nextDown(edge), 0, 0, edge, 0, -edge, edge, 1e6, -1e6
    };
    // Of little gain, so that values that start on the edge arrive there, mixed or not.
    for (double gain : new double[] {0, 1e-3, 0.4}) {
      try (DoubleFlow flow = DoubleFlow.random(architecture, gain, 9)) {
        DoubleFlow.Gradients gradients = flow.gradients(rows, () -> {});
        assertThat(Arrays.stream(gradients.theta())).as("theta's").allMatch(Double::isFinite);
        assertThat(Arrays.stream(gradients.rows())).as("the rows'").allMatch(Double::isFinite);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ofTwoFeatures")
  void aGarbageCollectionBeforeTheBackwardPassChangesNothing(FlowArchitecture architecture) {
    double[] rows = gaussian(2 * 7, 9);
    try (DoubleFlow flow = DoubleFlow.random(architecture, 1, 9)) {
      double[] gradient = flow.gradients(rows, () -> {}).theta();
      double[] again = flow.gradients(rows, FlowLawsTest::collectAndOverwrite).theta();
      assertThat(Arrays.equals(again, gradient)).as("the same gradient").isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("conditional")
  void theConditionMattersAsFarAsItsWeightsDo(FlowArchitecture architecture) {
    double[] x = gaussian(5, 4);
    ParameterLayout layout = new ParameterLayout(architecture);
    float[] theta = layout.random(4, 1);
    double[] here = new double[architecture.context()];
    double[] there = gaussian(architecture.context(), 5);
    try (DoubleFlow flow = new DoubleFlow(architecture, DoubleFlow.doubles(theta), 4)) {
      assertThat(flow.given(there).logDensity(x)).isNotEqualTo(flow.given(here).logDensity(x));
    }
    for (ParameterLayout.Layer layer : layout.layers()) {
      for (int i = 0; layer.index() == 0 && i < layer.weights(); i++) {
        if (i % layer.inputs() >= layer.inputs() - architecture.context()) {
          theta[layer.offset() + i] = 0;
        }
      }
    }
    try (DoubleFlow flow = new DoubleFlow(architecture, DoubleFlow.doubles(theta), 4)) {
      assertThat(flow.given(there).logDensity(x)).isEqualTo(flow.given(here).logDensity(x));
    }
  }

  @Test
  void outputsDependOnTheFeaturesBeforeThemOnly() {
    FlowArchitecture one = FlowArchitecture.maf(5, 1, List.of(32, 24));
    try (DoubleFlow flow = DoubleFlow.random(one, 1, 3)) {
      double[] x = gaussian(5, 3);
      double[] u = flow.forward(x);
      for (int moved = 0; moved < 5; moved++) {
        double[] v = flow.forward(moved(x, moved, 0.7));
        for (int j = 0; j < moved; j++) {
          assertThat(v[j]).as("u%d after x%d moved", j, moved).isEqualTo(u[j]);
        }
        for (int j = moved; j < 5; j++) {
          assertThat(v[j]).as("u%d after x%d moved", j, moved).isNotEqualTo(u[j]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ofFiveFeatures")
  void aNewFlowIsNearTheIdentity(FlowArchitecture architecture) {
    ParameterLayout layout = new ParameterLayout(architecture);
    double[] theta = DoubleFlow.doubles(layout.initial(5, 0.01));
    try (DoubleFlow flow = new DoubleFlow(architecture, theta, 5)) {
      double[] x = gaussian(5, 5);
      double normal = -2.5 * Math.log(2 * Math.PI) - Arrays.stream(x).map(v -> v * v / 2).sum();
      assertThat(flow.logDensity(x)[0]).isCloseTo(normal, within(0.3));
    }
  }

  private static double meanAt(
      FlowArchitecture architecture, double[] theta, int index, double step, double[] rows) {
    try (DoubleFlow flow = new DoubleFlow(architecture, moved(theta, index, step), 9)) {
      return mean(flow, rows);
    }
  }

  private static double mean(DoubleFlow flow, double[] rows) {
    return Arrays.stream(flow.logDensity(rows)).average().orElseThrow();
  }

  private static double[] moved(double[] values, int index, double step) {
    double[] moved = values.clone();
    moved[index] += step;
    return moved;
  }

  /** Collects garbage and fills what native memory that freed with NaN. */
  private static void collectAndOverwrite() {
    for (int round = 0; round < 5; round++) {
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

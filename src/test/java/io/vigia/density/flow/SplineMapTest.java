package io.vigia.density.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.vigia.density.Torch;
import io.vigia.kernel.FlowArchitecture;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplineMapTest {
  private static final int BINS = 8;
  private static final double BOUND = 4;

  @Test
  void isTheSplineOfAnotherProgram() throws IOException {
    List<double[]> lines = ReferenceTable.read("spline-reference.csv");
    assertThat(lines).hasSize(72);
    for (double[] line : lines) {
      int bins = (int) line[0];
      double[] parameters = Arrays.copyOfRange(line, 2, 3 * bins + 1);
      double[] answers = Arrays.copyOfRange(line, 3 * bins + 1, line.length);
      try (NDManager scope = Torch.engine().newBaseManager()) {
        SplineMap map = new SplineMap(splines(bins, line[1]), scope, DataType.FLOAT64);
        NDArray given = scope.create(parameters, new Shape(1, parameters.length));
        FeatureMap.Image image =
            map.forward(scope.create(new double[] {answers[0]}, new Shape(1, 1)), given);
        assertThat(image.value().getDouble()).isCloseTo(answers[1], within(1e-12));
        assertThat(image.logDerivatives().getDouble()).isCloseTo(answers[2], within(1e-11));
        NDArray back = map.inverse(scope.create(new double[] {answers[3]}, new Shape(1, 1)), given);
        assertThat(back.getDouble()).isCloseTo(answers[4], within(1e-11));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT32", "FLOAT64"})
  void isTheIdentityBeyondTheTailBound(DataType type) {
    double[] v = {-1e30, -100, Math.nextDown(-4.0f), Math.nextUp(4.0f), 17.5, 1e30};
    try (NDManager scope = Torch.engine().newBaseManager()) {
      SplineMap map = new SplineMap(splines(BINS, BOUND), scope, type);
      NDArray values = array(scope, type, v, new Shape(v.length, 1));
      NDArray parameters = array(scope, type, raw(v.length, 2, 1), new Shape(v.length, 23));
      FeatureMap.Image image = map.forward(values, parameters);
      assertThat(image.value().contentEquals(values)).isTrue();
      assertThat(image.logDerivatives().abs().max().toType(DataType.FLOAT64, true).getDouble())
          .isZero();
      assertThat(map.inverse(values, parameters).contentEquals(values)).isTrue();
    }
  }

  @Test
  void rawZerosMakeTheIdentity() {
    double[] v = {-4, -3.9, -1, 0, 0.3, 2.99, 4};
    try (NDManager scope = Torch.engine().newBaseManager()) {
      SplineMap map = new SplineMap(splines(BINS, BOUND), scope, DataType.FLOAT64);
      FeatureMap.Image image =
          map.forward(
              scope.create(v, new Shape(v.length, 1)),
              scope.zeros(new Shape(v.length, 23), DataType.FLOAT64));
      assertThat(image.value().toDoubleArray()).containsExactly(v, within(1e-12));
      assertThat(image.logDerivatives().toDoubleArray())
          .containsExactly(new double[v.length], within(1e-12));
    }
  }

  /** From mild parameters to such that leave all but one bin at its least. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 5, 200})
  void gradientsAreFiniteAtTheSupportsEdgeAndOnBinEdges(double width) {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      for (long seed = 1; seed <= 5; seed++) {
        double[] parameters = raw(1, width, seed);
        double[] v = edges(parameters);
        double[] repeated = new double[v.length * 23];
        Arrays.setAll(repeated, i -> parameters[i % 23]);
        assertFiniteGradients(type, v, repeated);
      }
    }
  }

  private static void assertFiniteGradients(DataType type, double[] v, double[] parameters) {
    try (NDManager scope = Torch.engine().newBaseManager()) {
      SplineMap map = new SplineMap(splines(BINS, BOUND), scope, type);
      NDArray values = array(scope, type, v, new Shape(v.length, 1));
      NDArray raw = array(scope, type, parameters, new Shape(v.length, 23));
      values.setRequiresGradient(true);
      raw.setRequiresGradient(true);
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        FeatureMap.Image image = map.forward(values, raw);
        NDArray sum = image.value().sum().add(image.logDerivatives().sum());
        assertThat(sum.isNaN().any().getBoolean()).isFalse();
        collector.backward(sum);
      }
      for (NDArray gradient : List.of(values.getGradient(), raw.getGradient())) {
        assertThat(gradient.isNaN().any().getBoolean()).as("a gradient is NaN").isFalse();
        assertThat(gradient.isInfinite().any().getBoolean()).as("one is infinite").isFalse();
      }
    }
  }

  /** The edges of all bins, the numbers next to the outer ones, and far out. */
  private static double[] edges(double[] parameters) {
    double most = Arrays.stream(parameters, 0, BINS).max().orElseThrow();
    double[] shares =
        Arrays.stream(parameters, 0, BINS).map(parameter -> Math.exp(parameter - most)).toArray();
    double total = Arrays.stream(shares).sum();
    double[] v = new double[BINS + 7];
    double edge = -BOUND;
    for (int k = 0; k < BINS; k++) {
      v[k] = edge;
      edge += 2 * BOUND * (1e-3 + (1 - BINS * 1e-3) * shares[k] / total);
    }
    double[] others = {
      BOUND,
      Math.nextUp((float) BOUND),
      Math.nextDown((float) BOUND),
      Math.nextUp((float) -BOUND),
      Math.nextDown((float) -BOUND),
      1e20,
      -1e20
    };
    System.arraycopy(others, 0, v, BINS, others.length);
    return v;
  }

  private static FlowArchitecture splines(int bins, double bound) {
    FlowArchitecture plain =
        FlowArchitecture.of(FlowArchitecture.NSF_AUTOREGRESSIVE, 1, 0, 1, List.of());
    return new FlowArchitecture(
        plain.kind(), 1, 0, 1, List.of(), plain.activation(), false, null, 0, bins, bound);
  }

  private static double[] raw(int rows, double width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] raw = new double[rows * (3 * BINS - 1)];
    Arrays.setAll(raw, i -> width * random.nextGaussian());
    return raw;
  }

  private static NDArray array(NDManager scope, DataType type, double[] values, Shape shape) {
    return scope.create(values, shape).toType(type, false);
  }
}

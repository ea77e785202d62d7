package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One battery of laws for every marginal transform. */
class MarginalTransformTest {
  static Stream<MarginalTransform> all() {
    return Stream.of(
        MarginalTransform.NONE,
        new MarginalTransform.Asinh(3, 0.2),
        new MarginalTransform.Asinh(-1e3, 50),
        SplineTransform.of(
            new double[] {-4, -1, 0.5, 0.6, 9},
            new double[] {-2, -1, 0, 0.4, 2.5},
            new double[] {0.1, 0.9, 2, 3, 0.05}),
        SplineTransform.of(new double[] {1, 2}, new double[] {-1, 1}, new double[] {1e-3, 40}),
        SplineTransform.of(
            new double[] {-4, -1, 2, 3}, new double[] {-7, -1, 2, 4}, new double[] {3, 1, 1, 3}));
  }

  /** Away from knots, where the second derivative jumps. */
  private static double[] places() {
    return IntStream.range(-400, 400).mapToDouble(i -> 0.0371 * i + 0.0013).toArray();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theLogDerivativeIsThatOfTheMap(MarginalTransform transform) {
    for (double x : places()) {
      double step = 1e-5;
      double numeric = (transform.apply(x + step) - transform.apply(x - step)) / (2 * step);
      assertThat(transform.logDerivative(x))
          .as("at %s", x)
          .isCloseTo(Math.log(numeric), within(2e-3));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void theInverseTakesBack(MarginalTransform transform) {
    for (double x : places()) {
      assertThat(transform.inverse(transform.apply(x))).isCloseTo(x, within(1e-8));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void itGrowsAndItsDerivativeIsContinuous(MarginalTransform transform) {
    double step = 1e-8;
    for (double x : new double[] {-4, -1, 0.5, 0.6, 1, 2, 3, 9}) { // the knots among them
      assertThat(transform.apply(x + step)).isGreaterThan(transform.apply(x));
      assertThat(transform.logDerivative(x + step))
          .isCloseTo(transform.logDerivative(x - step), within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void noNumberStaysNoNumber(MarginalTransform transform) {
    assertThat(transform.apply(Double.NaN)).isNaN();
  }

  @Test
  void asinhIsThatOfTheTextbookAndFiniteFarOut() {
    MarginalTransform asinh = new MarginalTransform.Asinh(0, 1);
    // mpmath: asinh(1e-9), asinh(1), asinh(-1e30)
    assertThat(asinh.apply(1e-9)).isCloseTo(1e-9, within(1e-24));
    assertThat(asinh.apply(1)).isCloseTo(0.88137358701954302523, within(1e-15));
    assertThat(asinh.apply(-1e30)).isCloseTo(-69.770699970381317, within(1e-12));
    assertThat(asinh.apply(1e300)).isFinite();
    assertThat(asinh.logDerivative(1e300)).isCloseTo(-300 * Math.log(10), within(1e-9));
  }

  @Test
  void knotsThatDoNotGrowAreRefused() {
    assertThatThrownBy(
            () ->
                SplineTransform.of(
                    new double[] {0, 1, 1}, new double[] {0, 1, 2}, new double[] {1, 1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("knot 2");
    assertThatThrownBy(() -> new MarginalTransform.Asinh(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scale 0.0");
  }
}

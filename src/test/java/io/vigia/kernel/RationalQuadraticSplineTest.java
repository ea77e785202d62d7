package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RationalQuadraticSplineTest {
  private static final double BOUND = 3;

  private static RationalQuadraticSpline random(int bins, long seed) {
    Random random = new Random(seed);
    double[] raw = new double[3 * bins - 1];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = 2 * random.nextGaussian();
    }
    return RationalQuadraticSpline.of(BOUND, raw);
  }

  @Test
  void rawZerosAreTheIdentity() {
    RationalQuadraticSpline spline = RationalQuadraticSpline.of(BOUND, new double[23]);
    for (double v = -4; v <= 4; v += 0.01) {
      assertThat(spline.at(v).value()).isCloseTo(v, within(1e-14));
      assertThat(spline.at(v).logDerivative()).isCloseTo(0, within(1e-14));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 64})
  void theInverseUndoesIt(int bins) {
    RationalQuadraticSpline spline = random(bins, bins);
    for (double v = -BOUND - 0.5; v <= BOUND + 0.5; v += 0.0037) {
      assertThat(spline.inverse(spline.at(v).value())).as("v = %s", v).isCloseTo(v, within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 64})
  void theLogDerivativeIsThatOfTheValue(int bins) {
    RationalQuadraticSpline spline = random(bins, 10 + bins);
    double step = 1e-6;
    for (double v = -BOUND - 0.5; v <= BOUND + 0.5; v += 0.0137) {
      double numeric = (spline.at(v + step).value() - spline.at(v - step).value()) / (2 * step);
      assertThat(Math.exp(spline.at(v).logDerivative()))
          .as("v = %s", v)
          .isCloseTo(numeric, within(1e-3 + 1e-3 * numeric));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 64})
  void valueAndDerivativeAreContinuousAtAllEdges(int bins) {
    RationalQuadraticSpline spline = random(bins, 20 + bins);
    double[] x = spline.x();
    double[] y = spline.y();
    for (int k = 0; k <= bins; k++) {
      RationalQuadraticSpline.Mapped below = spline.at(Math.nextDown(x[k]));
      RationalQuadraticSpline.Mapped on = spline.at(x[k]);
      RationalQuadraticSpline.Mapped above = spline.at(Math.nextUp(x[k]));
      assertThat(on.value()).as("edge %s", k).isCloseTo(y[k], within(1e-14));
      assertThat(below.value()).isCloseTo(on.value(), within(1e-11));
      assertThat(above.value()).isCloseTo(on.value(), within(1e-11));
      assertThat(below.logDerivative()).isCloseTo(on.logDerivative(), within(1e-8));
      assertThat(above.logDerivative()).isCloseTo(on.logDerivative(), within(1e-8));
    }
    assertThat(new double[] {x[0], x[bins], y[0], y[bins]})
        .containsExactly(-BOUND, BOUND, -BOUND, BOUND);
  }

  @Test
  void beyondTheBoundItIsTheIdentityAndNanStaysNan() {
    RationalQuadraticSpline spline = random(8, 30);
    for (double v : new double[] {Math.nextUp(BOUND), -1e300, Double.POSITIVE_INFINITY}) {
      assertThat(spline.at(v)).isEqualTo(new RationalQuadraticSpline.Mapped(v, 0));
      assertThat(spline.inverse(v)).isEqualTo(v);
    }
    assertThat(spline.at(Double.NaN).value()).isNaN();
    assertThat(spline.at(Double.NaN).logDerivative()).isNaN();
    assertThat(spline.inverse(Double.NaN)).isNaN();
  }

  @Test
  void anotherShapeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RationalQuadraticSpline.of(BOUND, new double[2]))
        .withMessage("2 raw parameters; allowed: 3 K - 1, for K bins, K from 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RationalQuadraticSpline.of(BOUND, new double[24]))
        .withMessageStartingWith("24 raw parameters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RationalQuadraticSpline.of(0, new double[23]))
        .withMessage("the tail bound is 0.0; allowed: above 0, finite");
  }
}

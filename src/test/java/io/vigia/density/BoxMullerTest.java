package io.vigia.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.density.BijectionLaws.Bijection;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The laws on a bijection with a known answer (Box and Muller 1958): it takes two uniform numbers
 * to two normal ones.
 *
 * <pre>
 * r = sqrt(-2 log x_1)      u = (r cos(2 pi x_2), r sin(2 pi x_2))      log |det du/dx| = log(2 pi) + r^2 / 2
 * </pre>
 */
class BoxMullerTest {
  @Test
  void holdsTheLaws() {
    BoxMuller boxMuller = new BoxMuller();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20; i++) {
      double[] x = {0.02 + 0.96 * random.nextDouble(), 0.02 + 0.96 * random.nextDouble()};
      BijectionLaws.inverts(boxMuller, x, 1e-12);
      BijectionLaws.hasTheNumericJacobian(boxMuller, x, 1e-6);
    }
  }

  @Test
  void theDensityThatItMakesOfTheUniformIsTheNormal() {
    double[] u = {0.7, -1.9};
    double expected = -Math.log(2 * Math.PI) - (0.7 * 0.7 + 1.9 * 1.9) / 2;
    assertThat(logDensity(u)[0]).isCloseTo(expected, within(1e-14));
    BijectionLaws.integratesToOne(BoxMullerTest::logDensity, 10, 400, 1e-6);
    BijectionLaws.fallsFarOut(BoxMullerTest::logDensity, new double[] {0.6, -0.8}, 1, 2, 4, 8);
  }

  @Test
  void theLawsRefuseALogDeterminantThatIsWrong() {
    Bijection wrong =
        new BoxMuller() {
          @Override
          public double logAbsDetJacobian(double[] x) {
            return super.logAbsDetJacobian(x) + 1e-3;
          }
        };
    double[] x = {0.3, 0.6};
    assertThatThrownBy(() -> BijectionLaws.hasTheNumericJacobian(wrong, x, 1e-6))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(
            () ->
                BijectionLaws.integratesToOne(
                    rows -> {
                      double[] values = logDensity(rows);
                      values[0] += 60;
                      return values;
                    },
                    10,
                    400,
                    1e-6))
        .isInstanceOf(AssertionError.class);
  }

  /** Of normal numbers, from the uniform density of 1: {@code -log |det du/dx|} at their origin. */
  private static double[] logDensity(double[] rows) {
    double[] out = new double[rows.length / 2];
    BoxMuller boxMuller = new BoxMuller();
    for (int i = 0; i < out.length; i++) {
      double[] x = boxMuller.inverse(new double[] {rows[2 * i], rows[2 * i + 1]});
      out[i] = -boxMuller.logAbsDetJacobian(x);
    }
    return out;
  }

  private static class BoxMuller implements Bijection {
    @Override
    public double[] forward(double[] x) {
      double radius = Math.sqrt(-2 * Math.log(x[0]));
      double angle = 2 * Math.PI * x[1];
      return new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
    }

    @Override
    public double[] inverse(double[] u) {
      double turns = Math.atan2(u[1], u[0]) / (2 * Math.PI);
      return new double[] {
        Math.exp(-(u[0] * u[0] + u[1] * u[1]) / 2), turns < 0 ? turns + 1 : turns
      };
    }

    @Override
    public double logAbsDetJacobian(double[] x) {
      return Math.log(2 * Math.PI / x[0]);
    }
  }
}

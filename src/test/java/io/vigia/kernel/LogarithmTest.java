package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogarithmTest {
  @Test
  void itIsWithinAFewUnitsInTheLastPlace() {
    for (double exponent = -37; exponent <= 38; exponent += 1.3e-4) {
      float x = (float) Math.pow(10, exponent);
      double expected = Math.log(x);
      assertThat((double) Logarithm.log(x))
          .as("log(%s)", x)
          .isCloseTo(expected, within(2e-7 * Math.max(Math.abs(expected), 0.1)));
    }
  }

  @Test
  void theLogarithmOfOneIsExactlyZero() {
    assertThat(Logarithm.log(1f)).isZero();
  }

  @Test
  void whatIsNotFiniteHasNoLogarithm() {
    assertThat(Logarithm.log(Float.NaN)).isNaN();
    assertThat(Logarithm.log(Float.POSITIVE_INFINITY)).isNaN();
  }

  @Test
  void softplusKeepsItsRelativePrecisionWhereItIsSmall() {
    for (double x = -60; x <= 100; x += 3.1e-4) {
      float argument = (float) x;
      double expected = Math.max(argument, 0) + Math.log1p(Math.exp(-Math.abs((double) argument)));
      assertThat(Math.abs(Logarithm.softplus(argument) / expected - 1))
          .as("softplus(%s)", x)
          .isLessThan(1e-6);
    }
  }

  @Test
  void softplusOfExtremesIsItsLimit() {
    assertThat(Logarithm.softplus(1e30f)).isEqualTo(1e30f);
    assertThat(Logarithm.softplus(-1e30f)).isBetween(0f, 1e-25f);
    assertThat(Logarithm.softplus(Float.NaN)).isNaN();
  }
}

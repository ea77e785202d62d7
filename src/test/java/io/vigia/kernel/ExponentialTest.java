package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialTest {
  @Test
  void itIsWithinTwoUnitsInTheLastPlace() {
    for (double x = -60; x <= 60; x += 1.7e-4) {
      float argument = (float) x;
      double expected = Math.exp(argument);
      assertThat(Math.abs(Exponential.exp(argument) / expected - 1))
          .as("exp(%s)", x)
          .isLessThan(2e-7);
    }
  }

  @Test
  void nanStaysNan() {
    assertThat(Exponential.exp(Float.NaN)).isNaN();
    assertThat(Exponential.exp(Float.intBitsToFloat(0xffc00123))).isNaN();
  }
}

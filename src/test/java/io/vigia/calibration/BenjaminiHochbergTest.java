package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BenjaminiHochbergTest {
  /** The example of Benjamini and Hochberg 1995, section 3.1: four of fifteen at 0.05. */
  private static final double[] THROMBOLYSIS = {
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
    0.6528, 0.7590, 1.0000
  };

  @Test
  void findsThePublishedDiscoveries() {
    assertThat(BenjaminiHochberg.discoveries(THROMBOLYSIS, 15, 0.05)).isEqualTo(4);
  }

  @Test
  void needsOnlyTheSmallestPValues() {
    double[] few = java.util.Arrays.copyOf(THROMBOLYSIS, 6);

    assertThat(BenjaminiHochberg.discoveries(few, 15, 0.05)).isEqualTo(4);
  }

  @Test
  void aLaterPValueCanSaveAnEarlierOne() {
    assertThat(BenjaminiHochberg.discoveries(new double[] {0.04, 0.045}, 2, 0.05)).isEqualTo(2);
    assertThat(BenjaminiHochberg.discoveries(new double[] {0.04, 0.06}, 2, 0.05)).isZero();
  }

  @Test
  void saysHowManyCalibrationRowsItTakes() {
    assertThat(BenjaminiHochberg.calibrationNeeded(10_000, 0.1, 10)).isEqualTo(100_000);
    assertThat(BenjaminiHochberg.calibrationNeeded(10_000, 0.1, 0)).isEqualTo(1_000_000);
  }

  @Test
  void refusesFewerTestsThanPValues() {
    assertThatThrownBy(() -> BenjaminiHochberg.discoveries(THROMBOLYSIS, 14, 0.05))
        .hasMessageContaining("15 p-values of 14.0 tests");
  }
}

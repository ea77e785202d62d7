package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.calibration.Calibration;
import org.junit.jupiter.api.Test;

class AlertReachTest {
  private static final Calibration NINETY_NINE = Calibration.of(new double[99]);

  @Test
  void aThresholdAtTheSmallestPValueCanBeReached() {
    assertThat(AlertReach.warning(new TopologySpec.Alerts(0.1, 0.01), NINETY_NINE)).isEmpty();
  }

  @Test
  void aThresholdBelowTheSmallestPValueIsSaid() {
    assertThat(AlertReach.warning(new TopologySpec.Alerts(0.1, 0.005), NINETY_NINE))
        .contains(
            "there will be no alerts: alerts.threshold is 0.0050, and 99 calibration rows give"
                + " p-values down to 0.010; calibrate on 199 rows or more, or raise it");
  }

  @Test
  void aPreCutBelowTheSmallestPValueIsSaidFirst() {
    assertThat(AlertReach.warning(new TopologySpec.Alerts(1e-3, 1e-5), NINETY_NINE))
        .hasValueSatisfying(text -> assertThat(text).startsWith("there will be no candidates"));
  }
}

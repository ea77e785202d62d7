package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.calibration.Calibration;
import org.junit.jupiter.api.Test;

class AlertReachTest {
  private static final Calibration HUNDRED = Calibration.of(new double[99]);

  @Test
  void thresholdAtTheSmallestPValueIsReached() {
    assertThat(AlertReach.warning(new TopologySpec.Alerts(0.1, 0.01), HUNDRED)).isEmpty();
  }

  @Test
  void thresholdBelowTheSmallestPValueIsSaid() {
    assertThat(AlertReach.warning(new TopologySpec.Alerts(0.1, 0.0099), HUNDRED))
        .hasValueSatisfying(
            warning ->
                assertThat(warning)
                    .contains("alerts.threshold is 0.0099")
                    .contains("99 calibration events")
                    .contains("below 0.010"));
  }
}

package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.Grouping;
import java.util.List;
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

  @Test
  void groupsThatCannotAlertAreNamedWhereOthersCan() {
    CalibrationGroups calibrations =
        CalibrationGroups.restored(
            Grouping.byMask(List.of("complete", "missing x")),
            List.of(Calibration.of(new double[999]), NINETY_NINE),
            new int[] {0, 1});
    assertThat(AlertReach.warning(new TopologySpec.Alerts(0.1, 0.005), calibrations))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("there will be no alerts from the groups [missing x]: "));
    assertThat(AlertReach.warning(new TopologySpec.Alerts(0.1, 0.01), calibrations)).isEmpty();
    assertThat(AlertReach.warning(new TopologySpec.Alerts(0.1, 1e-4), calibrations))
        .hasValueSatisfying(text -> assertThat(text).contains("and 999 calibration rows give"));
  }

  @Test
  void aSecondLevelReachesThePreCutTimesItsOwn() {
    CalibrationGroups calibrations = CalibrationGroups.of(NINETY_NINE);
    assertThat(AlertReach.ofSecondLevel(new TopologySpec.Alerts(0.1, 1e-3), calibrations))
        .isEmpty();
    assertThat(AlertReach.ofSecondLevel(new TopologySpec.Alerts(0.1, 1e-4), calibrations))
        .contains(
            "there will be no alerts of level 2: alerts.threshold is 0.00010, and 99 calibration"
                + " rows that pass give p-values down to 0.0010; calibrate the second level on 1000"
                + " such rows or more (about 10000 in all), or raise it");
  }
}

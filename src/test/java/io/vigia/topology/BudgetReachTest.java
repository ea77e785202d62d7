package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.alert.budget.CalendarPeriods;
import io.vigia.alert.budget.Delivery;
import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.Grouping;
import io.vigia.calibration.TailMethod;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetReachTest {
  private static final PeriodSpec DAY = new PeriodSpec("day", CalendarPeriods.DAY, null);
  private static final CalibrationGroups ROWS =
      CalibrationGroups.restored(
          Grouping.byMask(List.of("complete")),
          List.of(Calibration.of(new double[9_999])),
          new int[] {0});

  @Test
  void rowsLimitPValuesUnlessATailGoesOnBeyondThem() {
    Random random = new Random(1);
    double[] nll = random.doubles(9_999).map(u -> -Math.log(u)).toArray();

    assertThat(BudgetReach.limitingRows(ROWS)).isEqualTo(9_999);
    assertThat(BudgetReach.limitingRows(CalibrationGroups.of(Calibration.of(nll, TailMethod.GPD))))
        .isZero();
  }

  @Test
  void ofAThresholdNothingIsSaid() {
    assertThat(BudgetReach.note(new TopologySpec.Alerts(1e-3, 1e-5), ROWS)).isEmpty();
  }

  @Test
  void aBudgetNeedsCandidatesAndPValuesThatTellThemApart() {
    AllocationSpec budget = new AllocationSpec.Budget(10, 20, DAY, Delivery.LIVE);

    assertThat(BudgetReach.note(new TopologySpec.Alerts(1e-3, 1e-5, budget, true, "all"), ROWS))
        .hasValueSatisfying(
            note ->
                assertThat(note)
                    .contains("from 1.00e+04 events a day on")
                    .contains("beyond 1.00e+05 the rarest share one p-value (0.00010"));
  }

  @Test
  void aFalseDiscoveryRateNeedsCalibrationRows() {
    AllocationSpec rate = new AllocationSpec.FalseDiscoveries(0.1, DAY);

    assertThat(BudgetReach.note(new TopologySpec.Alerts(1e-3, 1e-5, rate, true, "all"), ROWS))
        .hasValueSatisfying(
            note ->
                assertThat(note)
                    .contains("9999 calibration rows", "100 events a day")
                    .contains("calibrate on 1000000 rows"));
  }
}

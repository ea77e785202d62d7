package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalseAlarmsTest {
  /** From scipy 1.17.1: {@code betabinom(m, k, n + 1 - k).ppf}. */
  @ParameterizedTest
  @CsvSource({
    "120000, 11, 119757, 3, 11, 22",
    "40000, 10, 100000, 0, 4, 9",
    "5000, 1, 999, 0, 3, 20",
    "10, 3, 4, 1, 6, 10",
    "1000000, 100, 99999, 805, 997, 1215"
  })
  void quantilesAreThoseOfScipy(long m, long k, int n, long low, long median, long high) {
    FalseAlarms alarms = new FalseAlarms(m, k, n);
    assertThat(alarms.quantile(0.025)).isEqualTo(low);
    assertThat(alarms.quantile(0.5)).isEqualTo(median);
    assertThat(alarms.quantile(0.975)).isEqualTo(high);
    assertThat(alarms.expected()).isCloseTo(m * (double) k / (n + 1), within(1e-9));
  }

  @Test
  void thresholdBelowTheSmallestPValueRaisesNone() {
    Calibration calibration = Calibration.of(new double[] {1, 2, 3});
    FalseAlarms alarms = FalseAlarms.of(calibration, 0.2, 1_000_000);
    assertThat(alarms.probability()).isZero();
    assertThat(alarms.quantile(0.999)).isZero();
  }

  @Test
  void possiblePValueAsThresholdKeepsItsOwnRank() {
    Calibration calibration =
        Calibration.of(DoubleStream.iterate(0, i -> i + 1).limit(996).toArray());
    for (int k = 1; k <= 996; k++) {
      assertThat(calibration.rank(k / 997.0)).isEqualTo(k);
    }
  }

  @Test
  void intervalHoldsTheCountsOfFreshCalibrations() {
    Random random = new Random(3);
    int inside = 0;
    for (int trial = 0; trial < 400; trial++) {
      Calibration calibration = Calibration.of(random.doubles(2_000).toArray());
      FalseAlarms alarms = FalseAlarms.of(calibration, 0.005, 3_000);
      long seen = random.doubles(3_000).filter(score -> calibration.pValue(score) <= 0.005).count();
      if (seen >= alarms.quantile(0.025) && seen <= alarms.quantile(0.975)) {
        inside++;
      }
    }
    // At least 95 %, less four standard deviations; Poisson alone would hold about 86 %.
    assertThat(inside / 400.0).isBetween(0.95 - 4 * 0.011, 0.995);
  }

  @Test
  void refusesWhatIsNotPossible() {
    assertThatThrownBy(() -> new FalseAlarms(10, 5, 4)).hasMessageContaining("rank 5 of 4");
    assertThatThrownBy(() -> new FalseAlarms(10, 1, 4).quantile(1)).hasMessageContaining("(0, 1)");
  }
}

package io.vigia.app.bench.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.calibration.FalseAlarms;
import org.junit.jupiter.api.Test;

class CountDistributionTest {
  @Test
  void ofOneCountItIsThatCounts() {
    FalseAlarms alarms = new FalseAlarms(300, 5, 999);
    CountDistribution distribution = CountDistribution.of(alarms);
    for (double q : new double[] {1e-6, 0.01, 0.5, 0.99, 1 - 1e-6}) {
      assertThat(distribution.quantile(q)).as("q = %s", q).isEqualTo(alarms.quantile(q));
    }
  }

  @Test
  void ofTwoCountsItIsEveryWayToMakeTheSum() {
    // One event each, k = 1 of n = 3: P(1) = 1/4. The sum is 0, 1, 2 with 9/16, 6/16, 1/16.
    CountDistribution one = CountDistribution.of(new FalseAlarms(1, 1, 3));
    CountDistribution two = one.plus(one);
    assertThat(two.quantile(9.0 / 16 - 1e-9)).isZero();
    assertThat(two.quantile(9.0 / 16 + 1e-9)).isEqualTo(1);
    assertThat(two.quantile(15.0 / 16 + 1e-9)).isEqualTo(2);
    assertThat(CountDistribution.zero().plus(one).quantile(0.9)).isEqualTo(one.quantile(0.9));
  }

  @Test
  void twentyCountsOfManyEventsKeepTheirMean() {
    FalseAlarms alarms = new FalseAlarms(20_000, 2, 9_999); // 4 expected
    CountDistribution sum = CountDistribution.zero();
    for (int i = 0; i < 20; i++) {
      sum = sum.plus(CountDistribution.of(alarms));
    }
    assertThat(sum.quantile(0.5)).isBetween(74L, 80L);
    // Variance 20 m p (1 + m / n) about 240: three standard deviations are 46.
    assertThat(sum.quantile(0.00135)).isBetween(38L, 46L);
    assertThat(sum.quantile(0.99865)).isBetween(126L, 145L);
  }
}

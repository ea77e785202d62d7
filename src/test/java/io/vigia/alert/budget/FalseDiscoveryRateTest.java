package io.vigia.alert.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.alert.budget.Allocation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FalseDiscoveryRateTest {
  private static final long DAY = 86_400_000;

  private static FalseDiscoveryRate.Terms daily(double rate) {
    return new FalseDiscoveryRate.Terms(rate, "day", CalendarPeriods.DAY, 1e-2);
  }

  @Test
  void sendsTheDiscoveriesOfAPeriodAtItsEnd() {
    FalseDiscoveryRate rule = FalseDiscoveryRate.of(daily(0.1));
    double[] pValues = {9e-3, 2e-5, 1e-5, 4e-3};
    for (int i = 0; i < pValues.length; i++) {
      assertThat(rule.offer(Offer.of("e" + i, i, pValues[i])))
          .extracting(Verdict::ruling)
          .containsExactly(Ruling.HELD);
    }
    rule.exposure(3_600, 10_000);

    List<Verdict> end = rule.advance(DAY);

    // p_(1) = 1e-5 <= 1 * 0.1 / 10,000; p_(2) = 2e-5 <= 2e-5; p_(3) = 4e-3 is above 3e-5.
    assertThat(end)
        .extracting(Verdict::id, Verdict::ruling)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("e2", Ruling.SEND),
            org.assertj.core.groups.Tuple.tuple("e1", Ruling.SEND),
            org.assertj.core.groups.Tuple.tuple("e3", Ruling.BELOW),
            org.assertj.core.groups.Tuple.tuple("e0", Ruling.BELOW));
    assertThat(end.get(0).reason()).startsWith("2 discoveries among 10000 events");
  }

  @Test
  void ofBackgroundAloneAPeriodSeldomSendsAnything() {
    Random random = new Random(5);
    FalseDiscoveryRate rule = FalseDiscoveryRate.of(daily(0.1));
    int periods = 1_000;
    int withAlerts = 0;
    for (int day = 0; day < periods; day++) {
      List<Verdict> verdicts = new ArrayList<>(rule.advance(day * DAY));
      for (int i = 0; i < 1_000; i++) {
        double p = 1 - random.nextDouble();
        if (p <= 1e-2) {
          verdicts.addAll(rule.offer(Offer.of(day + "-" + i, day * DAY + i, p)));
        }
      }
      rule.exposure(day + 1, 1_000 * (day + 1));
      withAlerts += verdicts.stream().anyMatch(one -> one.ruling() == Ruling.SEND) ? 1 : 0;
    }
    // Without anomalies the rate is the probability of any discovery; 3 sigma of 100 is 28.
    assertThat(withAlerts).isBetween(70, 128);
  }

  @Test
  void saysWhenTheCalibrationIsTooSmall() {
    FalseDiscoveryRate rule = FalseDiscoveryRate.of(daily(0.1));
    rule.calibratedOn(1_000);
    rule = FalseDiscoveryRate.of(daily(0.1), rule.state());
    rule.offer(Offer.of("a", 0, 1e-3));
    rule.exposure(3_600, 10_000);

    assertThat(rule.advance(DAY).get(0).reason())
        .contains("1000 calibration rows are few", "1000000");
  }

  @Test
  void saysWhenThePreCutHidesDiscoveries() {
    FalseDiscoveryRate rule = FalseDiscoveryRate.of(daily(0.5));
    for (int i = 0; i < 10; i++) {
      rule.offer(Offer.of("e" + i, i, 1e-3));
    }
    rule.exposure(3_600, 100);

    assertThat(rule.advance(DAY).get(0).reason()).contains("above the pre-cut");
  }

  @Test
  void keepsTheThousandRarest() {
    FalseDiscoveryRate rule = FalseDiscoveryRate.of(daily(0.1));
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      verdicts.addAll(rule.offer(Offer.of("e" + i, i, 1e-3 / (1 + i))));
    }
    assertThat(verdicts.stream().filter(one -> one.ruling() == Ruling.BELOW).map(Verdict::id))
        .hasSize(200)
        .contains("e0", "e199");
    assertThat(rule.advance(DAY)).hasSize(1_000);
  }

  @Test
  void goesOnFromItsState() {
    FalseDiscoveryRate rule = FalseDiscoveryRate.of(daily(0.1));
    rule.exposure(10, 1_000);
    rule.offer(Offer.of("a", 0, 1e-6));
    FalseDiscoveryRate restored = FalseDiscoveryRate.of(daily(0.1), rule.state());

    assertThat(restored.advance(DAY)).isEqualTo(rule.advance(DAY)).hasSize(1);
  }
}

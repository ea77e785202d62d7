package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EventRateTest {
  @Test
  void isUnknownUntilTwoReadings() {
    assertThat(EventRate.startingAt(0, 500).hertz()).isNull();
    assertThat(EventRate.startingAt(0, 500).after(2_000, 700).hertz()).isEqualTo(100.0);
  }

  @Test
  void followsAStepWithinItsAveragingTime() {
    EventRate rate = EventRate.startingAt(-1_000_000, 0).after(0, 100_000);
    for (int second = 1; second <= 60; second++) {
      rate = rate.after(second * 1_000L, rate.count() + 300);
    }
    assertThat(rate.hertz()).isCloseTo(300 - 200 * Math.exp(-1), within(1e-6));
  }

  @Test
  void isThePlainMeanAtFirst() {
    EventRate rate = EventRate.startingAt(0, 0).after(1_000, 100).after(2_000, 400);
    assertThat(rate.hertz()).isCloseTo(200, within(1e-9));
    assertThat(rate.after(10_000, 4_000).hertz()).isCloseTo(400, within(1e-9));
  }

  @Test
  void startsAnewWhenTheCounterGoesBack() {
    assertThat(EventRate.startingAt(0, 0).after(1_000, 100).after(2_000, 5).hertz()).isNull();
  }

  @Test
  void ignoresAReadingWithoutTime() {
    EventRate rate = EventRate.startingAt(0, 0).after(1_000, 100);
    assertThat(rate.after(1_000, 150)).isEqualTo(rate);
  }

  @Test
  void fallsWhenNothingIsHeard() {
    EventRate rate = EventRate.startingAt(0, 0).after(10_000, 1_000);
    assertThat(rate.hertzAt(12_000, 5_000)).isEqualTo(100.0);
    assertThat(rate.hertzAt(20_000, 5_000)).isCloseTo(50.0, within(1e-9));
    assertThat(rate.hertzAt(1_000_000, 5_000)).isLessThan(2.0);
    assertThat(EventRate.startingAt(0, 0).hertzAt(1_000_000, 5_000)).isNull();
  }
}

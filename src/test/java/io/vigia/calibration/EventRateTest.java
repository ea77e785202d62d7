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
    EventRate rate = EventRate.startingAt(0, 0).after(1_000, 100);
    for (int second = 2; second <= 61; second++) {
      rate = rate.after(second * 1_000L, rate.count() + 300);
    }
    assertThat(rate.hertz()).isCloseTo(300 - 200 * Math.exp(-1), within(1e-6));
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
}

package io.vigia.alert.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.alert.budget.FalseAlarmRate.Method;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FalseAlarmRatesTest {
  private static final FalseAlarmRates.Terms HOURLY =
      new FalseAlarmRates.Terms(60, "hour", CalendarPeriods.HOUR);

  /** Events that cover a stretch of seconds. */
  private static TallyReading seen(String model, double events, long from, long to) {
    return new TallyReading(
        model,
        events,
        List.of(new TallyReading.Stretch(1_000 * from, 1_000 * to)),
        List.of(),
        1_000 * to);
  }

  private static FalseAlarmRate of(FalseAlarmRates rates, double pValue) {
    return Objects.requireNonNull(rates.of("m", pValue));
  }

  @Test
  void isThePValueTimesTheEventRateAtFirst() {
    FalseAlarmRates rates = FalseAlarmRates.of(HOURLY);
    assertThat(rates.of("m", 1e-3)).isNull();
    rates.tally(seen("m", 20_000, 0, 100));
    rates.candidate("m", 1e-3, 1);

    FalseAlarmRate far = of(rates, 1e-3);

    assertThat(far.hertz()).isCloseTo(1e-3 * 200, within(1e-12));
    assertThat(far.method()).isEqualTo(Method.RATE);
    assertThat(far.isExtrapolated()).isFalse();
    // 20 are expected in 100 s; chi-square quantiles over 2 say 13.25 to 29.06.
    assertThat(far.band().low()).isCloseTo(0.1325, within(1e-3));
    assertThat(far.band().high()).isCloseTo(0.2906, within(1e-3));
    assertThat(far.perPeriod()).isCloseTo(0.2 * 3_600, within(1e-9));
  }

  @Test
  void isCountedOnceThereAreEnoughCandidates() {
    FalseAlarmRates rates = FalseAlarmRates.of(HOURLY);
    rates.tally(seen("m", 1_000, 0, 1_000));
    for (int i = 1; i <= 200; i++) {
      rates.candidate("m", 1e-5 * i, 1);
    }

    FalseAlarmRate far = of(rates, 50e-5);

    assertThat(far.method()).isEqualTo(Method.COUNTED);
    assertThat(far.hertz()).isCloseTo(50 / 1_000.0, within(1e-12));
    assertThat(far.band().contains(far.hertz())).isTrue();
  }

  @Test
  void whatIsRarerThanAllThatWasCountedIsNotSaidNeverToHappen() {
    FalseAlarmRates rates = FalseAlarmRates.of(HOURLY);
    rates.tally(seen("m", 1_000, 0, 1_000));
    for (int i = 1; i <= 200; i++) {
      rates.candidate("m", 1e-5 * i, 1);
    }

    FalseAlarmRate far = of(rates, 1e-7);

    assertThat(far.method()).isEqualTo(Method.RATE);
    assertThat(far.hertz()).isCloseTo(1e-7, within(1e-15));
    assertThat(far.isExtrapolated()).isTrue();
  }

  @Test
  void countsWeights() {
    FalseAlarmRates rates = FalseAlarmRates.of(HOURLY);
    rates.tally(seen("m", 1_000, 0, 1_000));
    for (int i = 1; i <= 200; i++) {
      rates.candidate("m", 1e-5 * i, 10);
    }

    assertThat(of(rates, 50e-5).hertz()).isCloseTo(500 / 1_000.0, within(1e-12));
  }

  @Test
  void belowOneInTheLiveTimeIsMarked() {
    FalseAlarmRates rates = FalseAlarmRates.of(HOURLY);
    rates.tally(seen("m", 1_000, 0, 1_000));
    for (int i = 1; i <= 200; i++) {
      rates.candidate("m", 1e-4 + 1e-5 * i, 1);
    }
    rates.candidate("m", 1e-7, 1);

    FalseAlarmRate far = of(rates, 1e-7);

    assertThat(far.isExtrapolated()).isTrue();
    assertThat(far.method()).isEqualTo(Method.RATE);
    assertThat(far.hertz()).isCloseTo(1e-7, within(1e-15));
    assertThat(of(rates, 2e-4).isExtrapolated()).isFalse();
  }

  @Test
  void eachBundleHasItsOwn() {
    FalseAlarmRates rates = FalseAlarmRates.of(HOURLY);
    rates.tally(seen("old", 1_000, 0, 100));
    rates.tally(seen("m", 400, 100, 120));

    assertThat(rates.liveSeconds()).isEqualTo(120);
    assertThat(rates.events()).isEqualTo(1_400);
    assertThat(of(rates, 0.01).hertz()).isCloseTo(0.01 * 20, within(1e-12));
    assertThat(Objects.requireNonNull(rates.of("old", 0.01)).hertz())
        .isCloseTo(0.01 * 10, within(1e-12));
  }

  @Test
  void theBundleThatWasLongestOutOfServiceIsForgotten() {
    FalseAlarmRates rates = FalseAlarmRates.of(HOURLY);
    int at = 0;
    for (String model : List.of("m", "b", "m", "c", "m", "d", "m", "e")) {
      rates.tally(seen(model, 100, at, at + 10));
      at += 10;
    }

    assertThat(rates.of("m", 0.01)).isNotNull();
    assertThat(rates.of("b", 0.01)).isNull();
    assertThat(rates.of("c", 0.01)).isNotNull();
  }

  @Test
  void whoAsksForOtherPeriodsIsNotToldTheLengthOfThoseBefore() {
    FalseAlarmRates minutely =
        FalseAlarmRates.of(new FalseAlarmRates.Terms(60, "minute", CalendarPeriods.MINUTE));
    for (int minute = 0; minute < 5; minute++) {
      minutely.tally(seen("m", 20, 60 * minute, 60 * minute + 20));
    }

    FalseAlarmRates hourly = FalseAlarmRates.of(HOURLY, minutely.state());

    assertThat(of(hourly, 1e-3).perPeriod())
        .isCloseTo(3_600 * of(hourly, 1e-3).hertz(), within(1e-9));
    assertThat(hourly.liveSeconds()).isEqualTo(minutely.liveSeconds());
  }

  @Test
  void aPeriodIsAsLongAsItWasLive() {
    FalseAlarmRates rates = FalseAlarmRates.of(HOURLY);
    for (int hour = 0; hour < 5; hour++) {
      rates.tally(seen("m", 900, 3_600 * hour, 3_600 * hour + 900));
    }

    assertThat(of(rates, 1e-3).perPeriod()).isCloseTo(1e-3 * 900, within(1e-9));
  }

  @Test
  void theBandCoversTheTrueRateAsOftenAsItSays() {
    Random random = new Random(21);
    int covered = 0;
    for (int trial = 0; trial < 200; trial++) {
      FalseAlarmRates rates = FalseAlarmRates.of(HOURLY);
      rates.tally(seen("m", 20_000, 0, 1_000));
      for (int event = 0; event < 20_000; event++) {
        double p = 1 - random.nextDouble();
        if (p <= 1e-2) {
          rates.candidate("m", p, 1);
        }
      }
      // The rate of p <= 1e-3 is 0.02 Hz: 20 of them are expected.
      covered += of(rates, 1e-3).band().contains(0.02) ? 1 : 0;
    }
    assertThat(covered).isBetween(170, 196);
  }

  @Test
  void goesOnFromItsState() throws Exception {
    FalseAlarmRates rates = FalseAlarmRates.of(HOURLY);
    for (int i = 0; i < 150; i++) {
      rates.tally(seen("m", 10, 10 * i, 10 * i + 9));
      rates.candidate("m", 1e-5 * (i + 1), 1);
    }
    ObjectMapper mapper = new ObjectMapper();
    FalseAlarmRates restored =
        FalseAlarmRates.of(HOURLY, mapper.readTree(mapper.writeValueAsBytes(rates.state())));
    for (FalseAlarmRates both : List.of(rates, restored)) {
      both.tally(seen("m", 10, 5_000, 5_010));
      both.candidate("m", 3e-5, 1);
    }

    assertThat(restored.of("m", 5e-5)).isEqualTo(rates.of("m", 5e-5)).isNotNull();
    assertThat(restored.liveSeconds()).isEqualTo(rates.liveSeconds());
  }
}

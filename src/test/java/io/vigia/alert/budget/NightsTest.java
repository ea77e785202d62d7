package io.vigia.alert.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NightsTest {
  private static final Site RUBIN = new Site(-30.2446, -70.7494);
  private static final long MINUTE = 60_000;

  /** When the Sun's centre rises above an altitude, without refraction, by PyEphem 4.1.4. */
  @ParameterizedTest
  @CsvSource({
    "-30.2446,  -70.7494, 2026-01-11T03:00:00Z, -12, 2026-01-11T08:52:57Z",
    "-30.2446,  -70.7494, 2026-06-22T03:00:00Z, -18, 2026-06-22T10:13:30Z",
    " 33.3563, -116.8650, 2026-03-21T07:00:00Z, -12, 2026-03-21T12:55:57Z",
    " 19.8207, -155.4681, 2026-09-02T09:00:00Z, -12, 2026-09-02T15:18:22Z",
    "-31.2733,  149.0644, 2026-11-24T14:00:00Z, -12, 2026-11-24T17:53:26Z",
    " 28.7606,  -17.8814, 2026-05-03T00:00:00Z,   0, 2026-05-03T06:32:55Z"
  })
  void endWhenTheSunRisesAboveTheAltitude(
      double latitude, double longitude, Instant midnight, double altitude, Instant dawn) {
    Nights nights = Nights.untilTheSunIsAbove(altitude, new Site(latitude, longitude));

    long end = nights.at(midnight.toEpochMilli()).endMillis();

    assertThat(end).isCloseTo(dawn.toEpochMilli(), within(2 * MINUTE));
  }

  @Test
  void fromNoonToNoonBeginAtMeanSolarNoon() {
    Period night =
        Nights.fromNoonToNoon(RUBIN).at(Instant.parse("2026-11-25T03:00:00Z").toEpochMilli());

    assertThat(night.id()).isEqualTo("2026-11-24");
    long noon = Instant.parse("2026-11-24T16:42:59.856Z").toEpochMilli();
    assertThat(night.startMillis()).isEqualTo(noon);
    assertThat(night.endMillis()).isEqualTo(noon + 24 * 60 * MINUTE);
  }

  @Test
  void areNamedAfterTheLocalDateOfTheirEvening() {
    Nights east = Nights.fromNoonToNoon(new Site(-31.2733, 149.0644));

    assertThat(east.at(Instant.parse("2026-11-24T14:00:00Z").toEpochMilli()).id())
        .isEqualTo("2026-11-24");
    assertThat(east.at(Instant.parse("2026-11-24T02:10:00Z").toEpochMilli()).id())
        .isEqualTo("2026-11-24");
    assertThat(east.at(Instant.parse("2026-11-24T02:00:00Z").toEpochMilli()).id())
        .isEqualTo("2026-11-23");
  }

  @ParameterizedTest
  @CsvSource({
    "-30.2, -70.7, -12",
    "69.6, 18.9, -12",
    "69.6, 18.9, 0",
    "-89.9, 0, -12",
    "0, 180, 5"
  })
  void leaveNoMomentOut(double latitude, double longitude, double altitude) {
    Nights nights = Nights.untilTheSunIsAbove(altitude, new Site(latitude, longitude));
    Period night = nights.at(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
    for (int i = 0; i < 400; i++) {
      Period next = nights.at(night.endMillis());
      assertThat(next.startMillis()).isEqualTo(night.endMillis());
      assertThat(next.id()).isNotEqualTo(night.id());
      assertThat(next.seconds()).isBetween(0.1 * 86_400, 1.9 * 86_400);
      night = next;
    }
  }

  @Test
  void endAtNoonWhereTheSunNeverSetsAndWhereItNeverRises() {
    Nights tromso = Nights.untilTheSunIsAbove(0, new Site(69.65, 18.96));
    for (String day : new String[] {"2026-06-21", "2026-12-21"}) {
      Period night = tromso.at(Instant.parse(day + "T22:00:00Z").toEpochMilli());
      assertThat(night.id()).isEqualTo(day);
      assertThat(night.seconds()).isEqualTo(86_400);
    }
  }

  @Test
  void aSiteIsOnEarth() {
    assertThatThrownBy(() -> new Site(91, 0)).hasMessageContaining("latitude 91.0");
    assertThatThrownBy(() -> new Site(0, Double.NaN)).hasMessageContaining("longitude NaN");
  }
}

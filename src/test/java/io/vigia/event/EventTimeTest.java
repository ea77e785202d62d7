package io.vigia.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.event.TimeField.Scale;
import io.vigia.event.TimeField.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {
  /**
   * Published pairs: GPS epoch (IS-GPS-200), Unix 10^9 s, J2000 as MJD 51544.5 and JD 2451545, MJD
   * 0 of Unix time 40587, GW170104 and GW150914 (GWOSC event pages), TAI - UTC = 37 s since 2017.
   */
  @ParameterizedTest
  @CsvSource({
    "GPS, GPS, 0, 1980-01-06T00:00:00Z",
    "GPS, GPS, 1167559936.6, 2017-01-04T10:11:58.6Z",
    "GPS, GPS, 1126259462.4, 2015-09-14T09:50:45.4Z",
    "GPS, GPS, 1187008882.43, 2017-08-17T12:41:04.43Z",
    "S, UTC, 1000000000, 2001-09-09T01:46:40Z",
    "MS, UTC, 1700000000123, 2023-11-14T22:13:20.123Z",
    "MS, UTC, 1700000000123.456789, 2023-11-14T22:13:20.123456789Z",
    "US, UTC, 1700000000123456, 2023-11-14T22:13:20.123456Z",
    "NS, UTC, 1700000000123456789, 2023-11-14T22:13:20.123456789Z",
    "S, UTC, -0.000000001, 1969-12-31T23:59:59.999999999Z",
    "MJD, UTC, 51544.5, 2000-01-01T12:00:00Z",
    "MJD, UTC, 40587, 1970-01-01T00:00:00Z",
    "JD, UTC, 2451545.0, 2000-01-01T12:00:00Z",
    "JD, UTC, 2440587.5, 1970-01-01T00:00:00Z",
    "S, TAI, 1500000037, 2017-07-14T02:40:00Z",
    "S, GPS, 1500000018, 2017-07-14T02:40:00Z",
    "MJD, TAI, 51544.5, 2000-01-01T11:59:28Z",
  })
  void knownInstants(Unit unit, Scale scale, BigDecimal reading, Instant utc) {
    EventTime clock = new EventTime(new TimeField("/t", unit, scale));
    assertThat(clock.ofDecimal(reading)).isEqualTo(nanos(utc));
    if (reading.scale() <= 0) {
      assertThat(clock.ofInteger(reading.longValueExact())).isEqualTo(nanos(utc));
    }
  }

  /** The leap second at the end of 2016: TAI - UTC goes from 36 to 37 s. */
  @ParameterizedTest
  @CsvSource({
    "1483228835, 2016-12-31T23:59:59Z", // the last second but one
    "1483228836, 2017-01-01T00:00:00Z", // 23:59:60, counted like the second after it
    "1483228837, 2017-01-01T00:00:00Z",
    "1483228838, 2017-01-01T00:00:01Z",
  })
  void leapSecondIsCountedLikeTheSecondAfterIt(long tai, Instant utc) {
    EventTime clock = new EventTime(new TimeField("/t", Unit.S, Scale.TAI));
    assertThat(clock.ofInteger(tai)).isEqualTo(nanos(utc));
  }

  @ParameterizedTest
  @CsvSource({
    "UTC, 2017-01-04T10:11:58.6Z, 2017-01-04T10:11:58.6Z",
    "UTC, 2017-01-04 10:11:58.600001, 2017-01-04T10:11:58.600001Z",
    "UTC, 2011-05-14 01:32:22.654109, 2011-05-14T01:32:22.654109Z",
    "UTC, 2017-01-04T12:11:58+02:00, 2017-01-04T10:11:58Z",
    "UTC, 2017-01-03T23:41:58-10:30, 2017-01-04T10:11:58Z",
    "UTC, 2016-12-31T23:59:60.5Z, 2017-01-01T00:00:00.5Z",
    "UTC, 2017-01-01T00:59:60.5+01:00, 2017-01-01T00:00:00.5Z",
    "UTC, 2017-01-04T10:11:58.1234567899Z, 2017-01-04T10:11:58.123456789Z",
    "TAI, 2017-01-01T00:00:37, 2017-01-01T00:00:00Z",
    "GPS, 2017-01-01T00:00:18, 2017-01-01T00:00:00Z",
    "UTC, 1678-01-01T00:00:00Z, 1678-01-01T00:00:00Z",
    "UTC, 2262-01-01T00:00:00Z, 2262-01-01T00:00:00Z",
  })
  void isoTexts(Scale scale, String text, Instant utc) {
    EventTime clock = new EventTime(new TimeField("/t", Unit.ISO, scale));
    assertThat(clock.ofText(text)).isEqualTo(nanos(utc));
  }

  @ParameterizedTest
  @CsvSource({
    "UTC, 2017-01-04",
    "UTC, 2017-01-04T10:11",
    "UTC, 2017-13-04T10:11:58Z",
    "UTC, 2017-02-29T10:11:58Z",
    "UTC, 2017-01-04T24:00:00Z",
    "UTC, 2017-01-04T10:11:60Z", // no leap second there
    "UTC, 2015-12-31T23:59:60Z", // nor at the end of 2015
    "UTC, 2017-01-04T10:11:58.Z",
    "UTC, 2017-01-04T10:11:58.1.2Z",
    "UTC, 2017-01-04T10:11:58 UTC",
    "UTC, 2017-01-04T10:11:58+0200",
    "UTC, 2017/01/04T10:11:58",
    "TAI, 2017-01-04T10:11:58Z", // Z says UTC
    "TAI, 1971-12-31T00:00:00",
    "GPS, 1980-01-05T23:59:59",
    "UTC, 1600-01-01T00:00:00Z",
    "UTC, 2263-01-01T00:00:00Z",
    "UTC, x017-01-04T10:11:58Z",
  })
  void isoTextsThatAreNoTime(Scale scale, String text) {
    EventTime clock = new EventTime(new TimeField("/t", Unit.ISO, scale));
    assertThat(clock.ofText(text)).isEqualTo(DecodedEvent.NO_TIME);
  }

  @ParameterizedTest
  @CsvSource({
    "S, UTC, 9223372037",
    "S, UTC, -9223372037",
    "MJD, UTC, 1e9",
    "NS, UTC, 1e999999999",
    "NS, UTC, 9223372036854775808",
    "S, TAI, 63071999",
    "GPS, GPS, -1",
    "GPS, GPS, 9223372036",
  })
  void readingsOutsideTheScaleAreNoTime(Unit unit, Scale scale, BigDecimal reading) {
    EventTime clock = new EventTime(new TimeField("/t", unit, scale));
    assertThat(clock.ofDecimal(reading)).isEqualTo(DecodedEvent.NO_TIME);
  }

  @Test
  void readingWithAHugeNegativeExponentIsZero() {
    EventTime clock = new EventTime(new TimeField("/t", Unit.S, Scale.UTC));
    assertThat(clock.ofDecimal(new BigDecimal("1e-999999999"))).isZero();
  }

  @Test
  void integerNanosecondsNeverPassThroughADouble() {
    EventTime clock = new EventTime(new TimeField("/t", Unit.NS, Scale.UTC));
    assertThat(clock.ofInteger(1_700_000_000_123_456_789L)).isEqualTo(1_700_000_000_123_456_789L);
  }

  @Test
  void gpsSecondsOnAnotherScaleAreRefused() {
    assertThatThrownBy(() -> new TimeField("/t", Unit.GPS, Scale.TAI))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unit gps")
        .hasMessageContaining("tai")
        .hasMessageContaining("scale: gps");
  }

  @Test
  void tableHoldsTheLeapSecondsSince1972AndIsDated() {
    LeapSeconds table = LeapSeconds.bundled();
    assertThat(table.count()).isEqualTo(27);
    assertThat(table.bulletin()).isEqualTo("C70 of 2025-07-07");
    assertThat(table.validUntil()).isEqualTo(LocalDate.of(2026, 6, 28));
    long taiOf1972 = 63_072_010L * 1_000_000_000L;
    assertThat(table.utcFromTai(taiOf1972)).isEqualTo(63_072_000L * 1_000_000_000L);
    assertThat(table.utcFromTai(taiOf1972 - 1)).isEqualTo(DecodedEvent.NO_TIME);
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}

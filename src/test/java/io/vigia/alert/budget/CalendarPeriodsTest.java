package io.vigia.alert.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CalendarPeriodsTest {
  @ParameterizedTest
  @CsvSource({
    "SECOND, 2026-11-24T13:02:07Z, 2026-11-24T13:02:08Z, 2026-11-24T13:02:07Z",
    "MINUTE, 2026-11-24T13:02:00Z, 2026-11-24T13:03:00Z, 2026-11-24T13:02Z",
    "HOUR, 2026-11-24T13:00:00Z, 2026-11-24T14:00:00Z, 2026-11-24T13Z",
    "DAY, 2026-11-24T00:00:00Z, 2026-11-25T00:00:00Z, 2026-11-24",
    "WEEK, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z, 2026-W48"
  })
  void aMomentIsInTheOneThatTheCalendarSays(
      CalendarPeriods periods, Instant start, Instant end, String id) {
    Period period = periods.at(Instant.parse("2026-11-24T13:02:07.500Z").toEpochMilli());

    assertThat(period).isEqualTo(new Period(id, start.toEpochMilli(), end.toEpochMilli()));
  }

  @ParameterizedTest
  @EnumSource
  void eachBeginsWhereTheOneBeforeEnds(CalendarPeriods periods) {
    Period period = periods.at(-1_000_000_000_123L);
    for (int i = 0; i < 100; i++) {
      Period next = periods.at(period.endMillis());
      assertThat(next.startMillis()).isEqualTo(period.endMillis());
      assertThat(next.id()).isNotEqualTo(period.id());
      period = next;
    }
  }

  @Test
  void weeksAtTheTurnOfAYearAreThoseOfIso8601() {
    assertThat(CalendarPeriods.WEEK.at(Instant.parse("2027-01-03T23:59:59Z").toEpochMilli()).id())
        .isEqualTo("2026-W53");
  }
}

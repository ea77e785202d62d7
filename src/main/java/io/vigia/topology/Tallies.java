package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.budget.CalendarPeriods;
import io.vigia.alert.budget.FalseAlarmRates;
import io.vigia.alert.budget.TallyReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What records of the topic {@code tallies} tell of live time and events. */
public final class Tallies {
  /** An event time further ahead of the clock is a mistake, and moves nothing. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private Tallies() {}

  /**
   * What of a topology's stream is live. Expected numbers are for the period of the budget; a day
   * where there is none.
   */
  public static FalseAlarmRates.Terms terms(TopologySpec spec) {
    double maxGap = spec.exposure().segments().maxGapSeconds();
    AllocationSpec allocation = spec.alerts().allocation();
    return allocation == null
        ? new FalseAlarmRates.Terms(maxGap, "day", CalendarPeriods.DAY)
        : new FalseAlarmRates.Terms(maxGap, allocation.per().unit(), allocation.per().periods());
  }

  /**
   * Reads a tally.
   *
   * @param told when it was written, ms since 1970 UTC
   * @return none where it tells nothing of live time
   * @throws IllegalArgumentException where it is malformed
   */
  public static Optional<TallyReading> reading(JsonNode tally, long told) {
    JsonNode exposure = tally.path("exposure");
    if (exposure.isMissingNode()) {
      return Optional.empty();
    }
    long last = millis(tally.required("last_event_time"));
    List<TallyReading.Stretch> live = new ArrayList<>();
    for (JsonNode one : exposure.path("live")) {
      live.add(new TallyReading.Stretch(millis(one.required(0)), millis(one.required(1))));
    }
    List<TallyReading.Segment> segments = new ArrayList<>();
    for (JsonNode one : exposure.path("segments")) {
      segments.add(
          new TallyReading.Segment(
              one.required("id").textValue(),
              one.required("seconds").doubleValue(),
              one.path("weighted_physics").asDouble()));
    }
    return Optional.of(
        new TallyReading(
            tally.path("model").asText(),
            exposure.required("weighted_physics").doubleValue(),
            live,
            segments,
            last <= told + AHEAD.toMillis() ? last : TallyReading.NO_TIME));
  }

  private static long millis(JsonNode time) {
    return Instant.parse(time.asText()).toEpochMilli();
  }
}

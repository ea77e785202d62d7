package io.vigia.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.budget.CalendarPeriods;
import io.vigia.alert.budget.FalseAlarmRate;
import io.vigia.alert.budget.FalseAlarmRates;
import io.vigia.alert.budget.TallyReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The desk's false-alarm rates, in its store; what tallies say to them, what they say of alerts.
 */
final class DeskRates {
  private static final String KEY = "rates";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** An event's time may be ahead of the clock by so much; beyond, it is no time to go by. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private final KeyValueStore<String, byte[]> store;
  private final FalseAlarmRates rates;

  private DeskRates(KeyValueStore<String, byte[]> store, FalseAlarmRates rates) {
    this.store = store;
    this.rates = rates;
  }

  static DeskRates load(KeyValueStore<String, byte[]> store, TopologySpec spec) {
    byte[] stored = store.get(KEY);
    FalseAlarmRates.Terms terms = terms(spec);
    try {
      return new DeskRates(
          store,
          stored == null
              ? FalseAlarmRates.of(terms)
              : FalseAlarmRates.of(terms, MAPPER.readTree(stored)));
    } catch (IOException e) {
      throw new UncheckedIOException("the desk's rates belong to another version of vigia", e);
    }
  }

  /** Expected numbers are for the period of the budget; a day where there is none. */
  private static FalseAlarmRates.Terms terms(TopologySpec spec) {
    double maxGap = spec.exposure().segments().maxGapSeconds();
    AllocationSpec allocation = spec.alerts().allocation();
    return allocation == null
        ? new FalseAlarmRates.Terms(maxGap, "day", CalendarPeriods.DAY)
        : new FalseAlarmRates.Terms(maxGap, allocation.per().unit(), allocation.per().periods());
  }

  /**
   * Takes a tally.
   *
   * @param told when it was written, ms since 1970 UTC
   * @return event time of the partition's newest event; none where it tells none to go by
   * @throws IllegalArgumentException where it is malformed
   */
  OptionalLong tally(JsonNode tally, long told) {
    JsonNode exposure = tally.path("exposure");
    if (exposure.isMissingNode()) {
      return OptionalLong.empty();
    }
    long last = millis(tally.required("last_event_time"));
    boolean isTime = last <= told + AHEAD.toMillis();
    List<TallyReading.Stretch> live = new ArrayList<>();
    for (JsonNode one : exposure.path("live")) {
      live.add(new TallyReading.Stretch(millis(one.required(0)), millis(one.required(1))));
    }
    List<TallyReading.Segment> segments = new ArrayList<>();
    for (JsonNode one : exposure.path("segments")) {
      segments.add(
          new TallyReading.Segment(
              one.required("id").textValue(), one.required("seconds").doubleValue()));
    }
    rates.tally(
        new TallyReading(
            tally.path("model").asText(),
            exposure.required("weighted_physics").doubleValue(),
            live,
            segments,
            isTime ? last : TallyReading.NO_TIME));
    save();
    return isTime ? OptionalLong.of(last) : OptionalLong.empty();
  }

  private static long millis(JsonNode time) {
    return Instant.parse(time.asText()).toEpochMilli();
  }

  /** Counts a candidate. */
  void candidate(Candidate candidate) {
    rates.candidate(candidate.modelSha256(), candidate.pValue(), candidate.weight());
    save();
  }

  double liveSeconds() {
    return rates.liveSeconds();
  }

  double events() {
    return rates.events();
  }

  /**
   * Says how often background gives an event this rare.
   *
   * @param hertz scored events a second by the clock, for as long as no live time is known
   */
  void addTo(ObjectNode alert, Candidate candidate, @Nullable Double hertz) {
    FalseAlarmRate rate = rates.of(candidate.modelSha256(), candidate.pValue());
    if (rate == null) {
      alert.put("far", hertz == null ? null : Double.valueOf(candidate.pValue() * hertz));
      return;
    }
    alert.put("far", rate.hertz());
    alert.put("far_low", rate.band().low()).put("far_high", rate.band().high());
    alert.put("far_method", rate.method().label());
    if (rate.isExtrapolated()) {
      alert.put("far_extrapolated", true);
    }
    if (rate.perPeriod() != null) {
      alert.put("expected_per_period", rate.perPeriod()).put("period", rate.period());
    }
  }

  private void save() {
    try {
      store.put(KEY, MAPPER.writeValueAsBytes(rates.state()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.budget.FalseAlarmRate;
import io.vigia.alert.budget.FalseAlarmRates;
import io.vigia.alert.budget.SegmentWord;
import io.vigia.alert.budget.SegmentWords;
import io.vigia.alert.budget.TallyReading;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The desk's false-alarm rates, in its store; what tallies say to them, what they say of alerts.
 */
final class DeskRates {
  private static final String KEY = "rates";
  private static final String WORDS = "segment-words";

  private final StoredJson store;
  private final FalseAlarmRates rates;
  private final SegmentWords words;

  private DeskRates(StoredJson store, FalseAlarmRates rates, SegmentWords words) {
    this.store = store;
    this.rates = rates;
    this.words = words;
  }

  static DeskRates load(StoredJson store, TopologySpec spec) {
    JsonNode stored = store.get(KEY);
    JsonNode said = spec.exposure().segments().topic() == null ? null : store.get(WORDS);
    FalseAlarmRates.Terms terms = Tallies.terms(spec);
    return new DeskRates(
        store,
        stored == null ? FalseAlarmRates.of(terms) : FalseAlarmRates.of(terms, stored),
        said == null ? SegmentWords.none() : SegmentWords.of(said));
  }

  /**
   * Takes a tally.
   *
   * @param told when it was written, ms since 1970 UTC
   * @return event time of the partition's newest event; none where it tells none to go by
   * @throws IllegalArgumentException where it is malformed
   */
  OptionalLong tally(JsonNode tally, long told) {
    Optional<TallyReading> reading = Tallies.reading(tally, told);
    if (reading.isEmpty()) {
      return OptionalLong.empty();
    }
    rates.tally(reading.get(), words);
    save();
    long last = reading.get().lastMillis();
    return last == TallyReading.NO_TIME ? OptionalLong.empty() : OptionalLong.of(last);
  }

  /** What was said of segments, as the desk's store has it; changes with the next word. */
  static SegmentWords words(StoredJson store) {
    JsonNode said = store.get(WORDS);
    return said == null ? SegmentWords.none() : SegmentWords.of(said);
  }

  /** Takes a word on a segment or a time. */
  void word(SegmentWord word) {
    words.take(word);
    store.put(WORDS, words.state());
  }

  /** Why the time of a candidate is not live; null where nobody said so. */
  @Nullable String whyNotLive(Candidate candidate, long timeMillis) {
    String segment = candidate.record().path("segment").textValue();
    if (segment != null && words.isBad(segment)) {
      return "segment " + segment + " was said to be bad";
    }
    return words.isBad(timeMillis)
        ? Instant.ofEpochMilli(timeMillis) + " is in a time that was said to be bad"
        : null;
  }

  /** Counts a candidate. */
  void candidate(Candidate candidate) {
    rates.candidate(candidate.judgedBy(), candidate.pValue(), candidate.weight());
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
    FalseAlarmRate rate = rates.of(candidate.judgedBy(), candidate.pValue());
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
      alert.put("expected_per_period", rate.perPeriod()).put("period_unit", rate.period());
    }
  }

  private void save() {
    store.put(KEY, rates.state());
  }
}

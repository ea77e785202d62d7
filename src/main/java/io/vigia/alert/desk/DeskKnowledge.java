package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the desk is told from outside: the clock, rates, what experts found interesting. */
public interface DeskKnowledge {
  /** When an alert is made. */
  Instant now();

  /** A physics event came, for the first time, in live time, in a context that its model knows. */
  default void counts(Candidate candidate) {
    // Who keeps no rates need not count.
  }

  /**
   * Why the time of a candidate is not live, by what was said of its segment or its time; null
   * where nothing bad was.
   *
   * @param timeMillis event time, ms since 1970 UTC
   */
  default @Nullable String whyNotLive(Candidate candidate, long timeMillis) {
    return null;
  }

  /** Adds to an alert what depends on the rate of events: its false-alarm rate. */
  void addRates(Candidate candidate, ObjectNode alert);

  /** What candidates are ordered by where only some can be sent, higher first: {@code -ln p}. */
  default double rank(Candidate candidate) {
    return -Math.log(candidate.pValue());
  }
}

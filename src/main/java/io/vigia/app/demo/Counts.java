package io.vigia.app.demo;

import java.util.List;
import java.util.Map;

/**
 * The ledger at one moment.
 *
 * @param sent records, broken ones included
 * @param scored records with a score
 * @param background scored events that were not put in
 * @param deadLetters records with a dead letter, by reason
 * @param alerts events with an alert
 * @param alertsDue scores at or below the threshold
 * @param injected events that were put in
 * @param caught those with an alert
 * @param missed p-values of those scored without an alert, ascending
 * @param doubled outcomes and alerts beyond the first of their record or event
 * @param seconds from the first record sent to the last outcome read
 * @param p50Millis latency, producer's timestamp to subscriber, median, without the warm-up; 0
 *     while there is none
 * @param p99Millis the same, 99th percentile
 */
record Counts(
    long sent,
    long scored,
    long background,
    Map<String, Long> deadLetters,
    long alerts,
    long alertsDue,
    long injected,
    long caught,
    List<Double> missed,
    long doubled,
    double seconds,
    long p50Millis,
    long p99Millis) {
  Counts {
    deadLetters = Map.copyOf(deadLetters);
    missed = List.copyOf(missed);
  }

  long deadLettered() {
    return deadLetters.values().stream().mapToLong(Long::longValue).sum();
  }

  long falseAlarms() {
    return alerts - caught;
  }

  /** Records without any outcome. */
  long missing() {
    return sent - scored - deadLettered();
  }

  /** Scores at or below the threshold without their alert. */
  long missingAlerts() {
    return alertsDue - alerts;
  }

  /** Whether every record has its outcome, and every alert that is due came. */
  boolean settled() {
    return missing() <= 0 && missingAlerts() <= 0;
  }

  /** Whether each record has exactly one outcome, and each alert came that is due, no other. */
  boolean balanced() {
    return missing() == 0 && missingAlerts() == 0 && doubled == 0;
  }

  double perSecond() {
    return seconds > 0 ? (scored + deadLettered()) / seconds : 0;
  }
}

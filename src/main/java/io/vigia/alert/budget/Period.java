package io.vigia.alert.budget;

/**
 * A stretch of event time that a budget is for: a second, a night.
 *
 * @param id as people name it: {@code 2026-11-24} for the night that begins that evening
 * @param startMillis ms since 1970 UTC
 * @param endMillis the first moment that is no longer in it; {@link Long#MAX_VALUE} where only what
 *     comes next tells
 */
public record Period(String id, long startMillis, long endMillis) {
  boolean contains(long timeMillis) {
    return startMillis <= timeMillis && timeMillis < endMillis;
  }

  double seconds() {
    return (endMillis - startMillis) / 1000.0;
  }
}

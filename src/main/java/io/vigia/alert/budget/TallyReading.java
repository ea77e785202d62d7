package io.vigia.alert.budget;

import java.util.List;

/**
 * What one part of a stream saw since it last told.
 *
 * @param model sha-256 of the bundle that scored
 * @param events scored physics events in good segments, each as often as its weight says
 * @param live stretches of event time that events cover
 * @param segments those whose length is known
 * @param lastMillis event time of its newest event, ms since 1970 UTC, or {@link #NO_TIME}
 */
public record TallyReading(
    String model, double events, List<Stretch> live, List<Segment> segments, long lastMillis) {
  /** No event time that one could go by. */
  public static final long NO_TIME = Long.MIN_VALUE;

  public TallyReading {
    live = List.copyOf(live);
    segments = List.copyOf(segments);
  }

  /** From the first to the last of events without a long gap, ms since 1970 UTC. */
  public record Stretch(long fromMillis, long toMillis) {}

  /**
   * A segment and how long it is live.
   *
   * @param events of it, counted as those of the reading, which include them
   */
  public record Segment(String id, double seconds, double events) {}
}

package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.OptionalLong;

/** How far the stream's event time has come, in the desk's memory; it does not go back. */
final class EventTime {
  private static final String KEY = "time";

  /** An event time further ahead of its record is a clock gone wrong, and moves nothing. */
  private static final long AHEAD_MILLIS = Duration.ofDays(1).toMillis();

  private final DeskMemory memory;

  EventTime(DeskMemory memory) {
    this.memory = memory;
  }

  /** ms since 1970 UTC; empty where it has not begun. */
  OptionalLong now() {
    ObjectNode stored = memory.get(KEY);
    return stored == null ? OptionalLong.empty() : OptionalLong.of(stored.path("time").asLong());
  }

  /** An arrival judged by its event time, or where that cannot be as of now. */
  Arrival believed(Arrival arrival) {
    return arrival.timeMillis() <= arrival.timestamp() + AHEAD_MILLIS
        ? arrival
        : arrival.asOf(now().orElse(arrival.timestamp()));
  }

  /**
   * Goes on to a time, where that is later.
   *
   * @return ms since 1970 UTC
   */
  long reach(long timeMillis) {
    long known = now().orElse(Long.MIN_VALUE);
    if (timeMillis <= known) {
      return known;
    }
    memory.put(KEY, JsonNodeFactory.instance.objectNode().put("time", timeMillis));
    return timeMillis;
  }
}

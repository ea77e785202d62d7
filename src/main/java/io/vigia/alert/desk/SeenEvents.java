package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;

/** The events that came in the last days of event time, by id. */
final class SeenEvents {
  private static final String KEY = "seen/";

  private final DeskMemory memory;
  private final Duration horizon;

  SeenEvents(DeskMemory memory, Duration horizon) {
    this.memory = memory;
    this.horizon = horizon;
  }

  /**
   * Whether an event came before; from now on it has.
   *
   * @param timeMillis event time has come so far, ms since 1970 UTC
   */
  boolean comesAgain(String id, long timeMillis) {
    String key = KEY + id;
    if (memory.get(key) != null) {
      return true;
    }
    long until = timeMillis + horizon.toMillis();
    memory.put(key, JsonNodeFactory.instance.objectNode().put(DeskMemory.UNTIL, until));
    return false;
  }
}

package io.vigia.topology;

import java.util.List;

/** Whether a running topology does its work, for health checks and the operator's eye. */
public interface StreamHealth {
  /** What keeps events from being processed right now; empty when nothing does. */
  List<String> notReady();

  /** What a restart would not mend by waiting; empty while the process is worth keeping. */
  List<String> failures();

  /** What a person should look at though events are processed; empty where nothing. */
  default List<String> warnings() {
    return List.of();
  }
}

package io.vigia.alert.desk;

import java.time.Duration;
import java.util.List;

/**
 * When candidates are one burst.
 *
 * @param by fields whose values they share, see {@link io.vigia.alert.selection.RecordFields};
 *     none: time alone
 * @param within how long after its first candidate a group is open, event time
 * @param from how many make a burst, at least 2
 */
public record Burst(List<String> by, Duration within, int from) {
  public Burst {
    by = List.copyOf(by);
  }
}

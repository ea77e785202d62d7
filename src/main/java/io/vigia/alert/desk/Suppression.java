package io.vigia.alert.desk;

import io.vigia.alert.selection.Selection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rule that holds candidates back.
 *
 * @param until event time from which it no longer holds; null: never
 * @param reason for people
 */
public record Suppression(
    String name, Selection selection, @Nullable Instant until, String reason) {
  /** Whether it holds at a time, ms since 1970 UTC. */
  public boolean holdsAt(long timeMillis) {
    return until == null || timeMillis < until.toEpochMilli();
  }
}

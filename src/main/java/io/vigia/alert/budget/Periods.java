package io.vigia.alert.budget;

/** Divides time into periods: each moment is in exactly one. */
@FunctionalInterface
public interface Periods {
  /** The period of a moment, ms since 1970 UTC. */
  Period at(long timeMillis);
}

package io.vigia.topology;

import java.util.Locale;

/** The Kafka Streams applications of a topology; a process runs one or several. */
public enum ApplicationRole {
  /**
   * Source to scores, candidates, samples, tallies and dead letters; one task a source partition.
   */
  SCORE,
  /** Candidates to reviewed, by a dearer density. Part of a topology only where it asks for it. */
  REVIEW,
  /** Candidates and tallies to alerts and heartbeat; one task that sees the whole stream. */
  DESK;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

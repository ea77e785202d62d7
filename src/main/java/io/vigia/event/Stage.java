package io.vigia.event;

/** The step of the data path at which an event became a dead letter. */
public enum Stage {
  DECODE,
  SELECT,
  FEATURE,
  SCORE,
  /** A record on an internal topic that is none of ours. */
  DESK;

  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}

package io.vigia.event;

/** What an event is for. Only {@link #PHYSICS} is trained on; each role is counted apart. */
public enum Role {
  PHYSICS,
  CALIBRATION,
  INJECTION,
  TEST;

  /** The name in topology files, records and metric labels. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}

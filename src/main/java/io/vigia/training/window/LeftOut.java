package io.vigia.training.window;

/** Why a sample gives no row. */
public enum LeftOut {
  /** Taken by retention before it was read. */
  GONE("taken by retention"),
  /** No JSON, or without what every sample has. */
  UNREADABLE("not readable"),
  /** An injection, a calibration event, a test. */
  ROLE("not of role physics"),
  /** Of a segment or time that is known to be bad. */
  BAD_TIME("of a bad segment or time"),
  /** Older than the window, by its rule for late data. */
  LATE("too late for the window"),
  /** Its features mean something else. */
  OTHER_SCHEMA("of another feature schema"),
  /** The topology groups rows, and the event has no group. */
  NO_GROUP("without a value of training.group-by"),
  /** The topology names classes, and the event has none. */
  NO_LABEL("without a value of training.label"),
  /** Its row lacks a value that may not be missing, or its packet cannot be read. */
  NO_ROW("without a complete row"),
  /** An event that is there already: the same row again is no new background. */
  REPEATED("seen before"),
  /** Of a group that the window's other parts have. */
  KNOWN_GROUP("of a group that was trained or calibrated on");

  private final String words;

  LeftOut(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}

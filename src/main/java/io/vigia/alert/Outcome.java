package io.vigia.alert;

import java.util.Locale;

/** What becomes of a candidate: each has exactly one. */
public enum Outcome {
  /** An alert, or a burst's alert in this candidate's name. */
  SENT,
  /** Too common for the threshold. */
  BELOW,
  /** Rare enough, but the cap of its period was spent. */
  CAPPED,
  /** Not the one in so many that a prescale lets through. */
  PRESCALED,
  /** The event came before. */
  DUPLICATE,
  /** Outside the range of contexts that the model was trained on: its p-value means little. */
  UNSUPPORTED,
  /** A rule of the topology holds it back. */
  SUPPRESSED,
  /** Its object had an alert not long ago, and there is nothing new. */
  REFRACTORY,
  /** A member of a burst, which is sent or not in the name of its rarest member. */
  GROUPED,
  /** An alert that was not sent, since the desk only tries its policy. */
  TEST_CRATE;

  /** As records and metrics call it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it was rare enough and held back all the same, by a rule or by a cap. */
  boolean isSuppressed() {
    return this == SUPPRESSED || this == CAPPED;
  }
}

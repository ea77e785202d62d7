package io.vigia.event;

/** Why an event became a dead letter: a bounded set, fit for a metric label. */
public enum Reason {
  /** No payload, or one of length zero. */
  EMPTY,
  /** More bytes than {@code source.max-bytes}. */
  TOO_LARGE,
  /** Not well-formed JSON, or not an object. */
  MALFORMED,
  /** A field holds a value of another type, or a list of another length, than its use asks for. */
  WRONG_TYPE,
  /** The event id, or a part of it, is absent or null. */
  MISSING_ID,
  /** The event time is absent, null or outside 1678 to 2262. */
  BAD_TIME,
  /**
   * A field that a cut, a role or a feature needs is absent, null, NaN or the declared sentinel.
   */
  MISSING_FIELD,
  /** A feature or a score is NaN or infinite, or a feature exceeds the range of a float. */
  NOT_FINITE;

  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}

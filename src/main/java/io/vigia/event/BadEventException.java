package io.vigia.event;

/**
 * An event that cannot be scored: it becomes a dead letter, the stream goes on. Carries no stack
 * trace, since a bad upstream can send thousands a second.
 */
public final class BadEventException extends Exception {
  private final Stage stage;
  private final Reason reason;

  /**
   * @param detail one sentence for a person: the field, the value, what was allowed
   */
  public BadEventException(Stage stage, Reason reason, String detail) {
    super(detail, null, false, false);
    this.stage = stage;
    this.reason = reason;
  }

  public Stage stage() {
    return stage;
  }

  public Reason reason() {
    return reason;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}

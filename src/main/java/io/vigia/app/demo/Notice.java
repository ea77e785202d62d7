package io.vigia.app.demo;

/** Something a person at the screen wants to see when it happens. */
sealed interface Notice {
  /** Seconds since the first event was sent. */
  double seconds();

  /**
   * An alert that the subscriber read.
   *
   * @param injected whether its event was put in
   */
  record Alert(double seconds, MuonAlert alert, boolean injected) implements Notice {}

  /** The first dead letter of a reason. */
  record FirstDeadLetter(double seconds, String reason, String detail) implements Notice {}
}

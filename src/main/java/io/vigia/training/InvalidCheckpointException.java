package io.vigia.training;

/** A checkpoint that is not of this training, or not whole. */
final class InvalidCheckpointException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidCheckpointException(String message) {
    super(message);
  }

  InvalidCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}

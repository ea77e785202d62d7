package io.vigia.training;

/** The loss or its gradient stopped being finite; nothing of the training is kept. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DivergedException(String message) {
    super(message);
  }
}

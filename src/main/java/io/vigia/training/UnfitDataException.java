package io.vigia.training;

/** The rows cannot train a density that deserves trust; the message says why and what to do. */
public final class UnfitDataException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public UnfitDataException(String message) {
    super(message);
  }
}

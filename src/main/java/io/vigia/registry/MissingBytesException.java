package io.vigia.registry;

/** A published bundle of which some bytes are not there; they may still come. */
final class MissingBytesException extends RefusedModelException {
  private static final long serialVersionUID = 1;

  MissingBytesException(String model, String problem) {
    super(model, problem);
  }
}

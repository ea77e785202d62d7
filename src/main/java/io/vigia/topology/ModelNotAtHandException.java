package io.vigia.topology;

/**
 * The bundle in service cannot be had for now. Its task begins anew and reads commands first, so
 * that another one may take its place.
 */
final class ModelNotAtHandException extends RuntimeException {
  ModelNotAtHandException(String message) {
    super(message);
  }
}

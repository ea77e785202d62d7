package io.vigia.model;

import java.io.IOException;
import java.nio.file.Path;

/** A model bundle that is not there, is damaged, or is not what it says. */
public final class InvalidBundleException extends IOException {
  /**
   * @param problem what is wrong and what to do about it
   */
  public InvalidBundleException(Path directory, String problem) {
    super("model bundle " + directory + ": " + problem);
  }

  /** As the other, with the failure beneath. */
  public InvalidBundleException(Path directory, String problem, Throwable cause) {
    super("model bundle " + directory + ": " + problem, cause);
  }
}

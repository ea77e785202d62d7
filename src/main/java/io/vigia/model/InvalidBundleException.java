package io.vigia.model;

import java.io.IOException;
import java.nio.file.Path;

/** A model bundle that is not there, is damaged, or is not what it says. */
public final class InvalidBundleException extends IOException {
  private final String problem;

  /**
   * @param problem what is wrong and what to do about it
   */
  public InvalidBundleException(Path directory, String problem) {
    super("model bundle " + directory + ": " + problem);
    this.problem = problem;
  }

  /** As the other, with the failure beneath. */
  public InvalidBundleException(Path directory, String problem, Throwable cause) {
    super("model bundle " + directory + ": " + problem, cause);
    this.problem = problem;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }
}

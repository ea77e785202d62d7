package io.vigia.registry;

import java.io.IOException;

/** A published bundle that is not what its card says, or that does not fit. */
public class RefusedModelException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param model its label or digest
   * @param problem what is wrong and what to do about it
   */
  RefusedModelException(String model, String problem) {
    super("the model " + model + " is refused: " + problem);
  }

  /** As the other, with the failure beneath. */
  RefusedModelException(String model, String problem, Throwable cause) {
    super("the model " + model + " is refused: " + problem, cause);
  }
}

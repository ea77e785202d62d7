package io.vigia.registry;

import io.vigia.retrain.ModelCard;

/** Another bundle was published first under this name and version, or as the result of this job. */
public final class TakenVersionException extends RuntimeException {
  private final transient ModelCard published;

  TakenVersionException(ModelCard published, String problem) {
    super(problem);
    this.published = published;
  }

  /** The one that was first. */
  public ModelCard published() {
    return published;
  }
}

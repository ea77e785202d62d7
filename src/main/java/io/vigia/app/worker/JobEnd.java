package io.vigia.app.worker;

import io.vigia.retrain.JobProgress.State;
import org.jspecify.annotations.Nullable;

/**
 * How a worker's attempt at a job ended.
 *
 * @param reason why there is no bundle; null where there is one
 * @param model {@code name/version} of the bundle; null where there is none
 */
public record JobEnd(State state, @Nullable String reason, @Nullable String model) {
  static JobEnd published(String model) {
    return new JobEnd(State.PUBLISHED, null, model);
  }

  static JobEnd superseded(String model) {
    return new JobEnd(
        State.SUPERSEDED, model + " is there already: the first result of a job counts", model);
  }

  static JobEnd failed(String reason) {
    return new JobEnd(State.FAILED, reason, null);
  }

  static JobEnd released(String reason) {
    return new JobEnd(State.RELEASED, reason, null);
  }

  static JobEnd stopped() {
    return new JobEnd(State.STOPPED, "the worker was told to stop", null);
  }

  /** Whether nobody else need take the job. */
  public boolean isFinal() {
    return state.isEnd();
  }
}

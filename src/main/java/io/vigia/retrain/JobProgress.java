package io.vigia.retrain;

import org.jspecify.annotations.Nullable;

/**
 * What a worker says of a job: the record of the topic {@code training-progress}, keyed by job id.
 *
 * @param job its id
 * @param worker who says it
 * @param attempt which delivery of the job this is, from 1
 * @param state how far it is
 * @param member which density is trained; else null
 * @param step done
 * @param steps at most
 * @param loss of the training rows, nats; null where there is none yet
 * @param validationNll nats; null where there is none yet
 * @param stepsPerSecond null where there is none yet
 * @param device such as {@code cpu} or the card's name
 * @param reason why it failed or is left, for people; else null
 * @param model {@code name/version} of the published bundle; else null
 * @param timeMillis when it was said, ms since 1970 UTC
 */
public record JobProgress(
    String job,
    String worker,
    int attempt,
    State state,
    @Nullable String member,
    int step,
    int steps,
    @Nullable Double loss,
    @Nullable Double validationNll,
    @Nullable Double stepsPerSecond,
    String device,
    @Nullable String reason,
    @Nullable String model,
    long timeMillis) {
  /** How far a job is. */
  public enum State {
    /** A worker took it. */
    STARTED,
    TRAINING,
    /** Trained and calibrated; compared with the bundle in service. */
    JUDGING,
    /** Its bundle is on the topic {@code models}. */
    PUBLISHED,
    /** Somebody else's result was first. */
    SUPERSEDED,
    /** This attempt ended without a result; another may come. */
    RELEASED,
    /** Its worker was told to stop and keeps what it has; no attempt is lost by that. */
    STOPPED,
    /** There will be no result. */
    FAILED;

    /** Whether nothing more comes of the job. */
    public boolean isEnd() {
      return this == PUBLISHED || this == FAILED || this == SUPERSEDED;
    }
  }
}

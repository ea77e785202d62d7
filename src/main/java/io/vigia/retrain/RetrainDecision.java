package io.vigia.retrain;

import java.util.List;

/**
 * What the desk decided of the retraining loop, with its reasons: a record of the topic {@code
 * decisions}, where {@code about} tells it from decisions on candidates.
 *
 * @param about what it is about
 * @param subject which one: the watch of a drift, the id of a job, {@code name/version} of a model
 * @param outcome what was decided: {@code retrain}, {@code reported}, {@code broken}, {@code
 *     recovered}; {@code created}, {@code failed}, {@code abandoned}; {@code promote}, {@code
 *     reject}, {@code ask}, {@code superseded}
 * @param reasons for people, a clause each
 * @param by {@code desk}, {@code gate}, or a person's name
 * @param timeMillis when, ms since 1970 UTC
 */
public record RetrainDecision(
    About about, String subject, String outcome, List<String> reasons, String by, long timeMillis) {
  /** What decisions of the loop are about. */
  public enum About {
    DRIFT,
    JOB,
    MODEL;

    /** The word of the record. */
    @com.fasterxml.jackson.annotation.JsonValue
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public RetrainDecision {
    reasons = reasons == null ? List.of() : List.copyOf(reasons);
  }
}

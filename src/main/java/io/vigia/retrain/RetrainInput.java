package io.vigia.retrain;

import org.jspecify.annotations.Nullable;

/**
 * What comes to the retraining loop; exactly one of these is there. As JSON it can be kept and
 * taken again.
 *
 * @param nowMillis when it came, ms since 1970 UTC
 */
public record RetrainInput(
    long nowMillis,
    @Nullable Sample sample,
    @Nullable Counted counted,
    @Nullable JobProgress progress,
    @Nullable ModelCard card,
    @Nullable GateVerdict verdict) {
  /**
   * What a source partition has counted of physics events in good time since it began.
   *
   * @param candidates at or below the pre-cut
   * @param scored in all
   * @param eventMillis event time of its newest event, ms since 1970 UTC
   * @param model SHA-256 of the bundle that scored last, hex
   * @param calibrationRows that limit the bundle's p-values; 0 where none do
   */
  public record Counted(
      String partition,
      long candidates,
      long scored,
      long eventMillis,
      String model,
      long calibrationRows) {}

  public static RetrainInput of(long nowMillis, Sample sample) {
    return new RetrainInput(nowMillis, sample, null, null, null, null);
  }

  public static RetrainInput of(long nowMillis, Counted counted) {
    return new RetrainInput(nowMillis, null, counted, null, null, null);
  }

  public static RetrainInput of(long nowMillis, JobProgress progress) {
    return new RetrainInput(nowMillis, null, null, progress, null, null);
  }

  public static RetrainInput of(long nowMillis, ModelCard card) {
    return new RetrainInput(nowMillis, null, null, null, card, null);
  }

  public static RetrainInput of(long nowMillis, GateVerdict verdict) {
    return new RetrainInput(nowMillis, null, null, null, null, verdict);
  }
}

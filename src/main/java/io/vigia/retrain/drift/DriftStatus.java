package io.vigia.retrain.drift;

import org.jspecify.annotations.Nullable;

/**
 * How a watch stands, for metrics and health.
 *
 * @param phase what it does
 * @param model sha-256 of the bundle whose scores it watches, hex; empty before the first sample
 * @param samples watched since it began
 * @param pValueEvidence log M of the p-values over that of an alarm: 1 raises it
 * @param rateEvidence the same of the candidate rate; 0 before the first counts
 * @param nllDistance from the reference, of the last short window
 * @param featureDistance likewise, of the feature that is farthest
 * @param feature which that is; null before the first window
 */
public record DriftStatus(
    Phase phase,
    String model,
    long samples,
    double pValueEvidence,
    double rateEvidence,
    double nllDistance,
    double featureDistance,
    @Nullable String feature) {
  /** What a watch does. */
  public enum Phase {
    /** Looks what the columns are like. */
    PILOT,
    /** Collects what later samples are compared with. */
    REFERENCE,
    WATCHING,
    /** Something changed: it collects what came after the alarm. */
    DIAGNOSING,
    /** It has reported, or a channel is broken. */
    RESTING
  }
}

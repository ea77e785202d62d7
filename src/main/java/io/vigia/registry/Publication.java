package io.vigia.registry;

import io.vigia.retrain.GateEvidence;
import org.jspecify.annotations.Nullable;

/**
 * What a card says beyond what is in the bundle itself.
 *
 * @param parent sha-256 of the bundle that it was compared with, hex; null where there was none
 * @param job id of the training that made it; null for a bundle that was brought from outside
 * @param evidence what it is worth beside its parent; null where nothing was compared
 * @param by a worker or a person
 * @param timeMillis ms since 1970 UTC
 */
public record Publication(
    @Nullable String parent,
    @Nullable String job,
    @Nullable GateEvidence evidence,
    String by,
    long timeMillis) {
  /** Of a bundle that no job made. */
  public static Publication of(String by, long timeMillis) {
    return new Publication(null, null, null, by, timeMillis);
  }
}

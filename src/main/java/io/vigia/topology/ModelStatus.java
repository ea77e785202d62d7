package io.vigia.topology;

import org.jspecify.annotations.Nullable;

/**
 * How one source partition stands with its bundle.
 *
 * @param partition of the source
 * @param sequence of the activation that is in service; 0 for the topology's own bundle
 * @param stopped why nothing is scored; null where something is
 * @param pending the bundle that shall come into service, {@code name/version}; null where none
 *     shall
 * @param refusal why it will not; null where nothing is known against it
 */
public record ModelStatus(
    int partition,
    long sequence,
    @Nullable String stopped,
    @Nullable String pending,
    @Nullable String refusal) {
  /** Whether a bundle waits that was refused. */
  public boolean isRefused() {
    return refusal != null;
  }
}

package io.vigia.retrain;

/**
 * A fact: from this offset on a source partition was scored by this bundle. On the topic {@code
 * cutovers}, keyed by partition and sequence, in the transaction that made it so.
 *
 * @param topic the source
 * @param partition of the source
 * @param fromOffset the first offset that the bundle scores
 * @param sequence of the activation; 0 where the topology's own bundle began
 * @param name of the bundle
 * @param version of the bundle
 * @param sha256 of the bundle, hex
 * @param timeMillis when, ms since 1970 UTC
 */
public record Cutover(
    String topic,
    int partition,
    long fromOffset,
    long sequence,
    String name,
    String version,
    String sha256,
    long timeMillis) {

  /** The key of the record. */
  public String key() {
    return partition + "/" + sequence;
  }
}

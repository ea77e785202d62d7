package io.vigia.retrain;

/**
 * A command: this bundle shall score from now on. On the topic {@code activations}, once for each
 * partition of the source, in one transaction.
 *
 * @param sequence above that of every activation before; one that is not is ignored
 * @param name of the bundle
 * @param version of the bundle
 * @param sha256 of the bundle, hex
 * @param by who commands it
 * @param reason one clause for people
 * @param timeMillis when, ms since 1970 UTC
 */
public record Activation(
    long sequence,
    String name,
    String version,
    String sha256,
    String by,
    String reason,
    long timeMillis) {
  /** The key of the record: the topic is compacted to the last. */
  public static final String KEY = "active";

  /**
   * @throws IllegalArgumentException where it names no bundle or no sequence
   */
  public Activation {
    if (sequence < 1 || sha256 == null || sha256.isEmpty()) {
      throw new IllegalArgumentException(
          "activation "
              + sequence
              + " of \""
              + sha256
              + "\"; a sequence from 1 and a sha256 are needed");
    }
  }
}

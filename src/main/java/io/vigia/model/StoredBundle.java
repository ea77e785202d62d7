package io.vigia.model;

/**
 * A bundle as it stands on disk.
 *
 * @param sha256 hex, of {@code model.json}, which holds the digests of the other files: it names
 *     the bundle as a whole
 */
public record StoredBundle(ModelBundle content, String sha256) {
  /** {@code name/version}. */
  public String label() {
    return content.name() + "/" + content.version();
  }
}

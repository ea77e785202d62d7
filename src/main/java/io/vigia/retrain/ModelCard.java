package io.vigia.retrain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that was published: the record of the topic {@code models}, keyed by {@link #label}. Its
 * bytes are on {@code model-bytes}, by the digests here.
 *
 * @param name of the bundle
 * @param version of the bundle
 * @param sha256 of its {@code model.json}: names the bundle as a whole, hex
 * @param featureSchemaSha256 of what its rows mean, hex
 * @param files of the bundle
 * @param parent sha-256 of the bundle that it was compared with; null where there was none
 * @param job id of the training that made it; null for one that was brought from outside
 * @param evidence what it is worth beside its parent; null where nothing was compared
 * @param publishedBy a worker or a person
 * @param publishedMillis ms since 1970 UTC
 */
public record ModelCard(
    String name,
    String version,
    String sha256,
    String featureSchemaSha256,
    List<File> files,
    @Nullable String parent,
    @Nullable String job,
    @Nullable GateEvidence evidence,
    String publishedBy,
    long publishedMillis) {
  /**
   * A file of the bundle.
   *
   * @param name without a folder
   * @param bytes its length
   * @param sha256 hex; its chunks are keyed by it and their index
   * @param chunks how many
   */
  public record File(String name, long bytes, String sha256, int chunks) {}

  /**
   * @throws IllegalArgumentException where something is missing
   */
  public ModelCard {
    if (name == null || version == null || sha256 == null || files == null) {
      throw new IllegalArgumentException("name, version, sha256 and files are needed");
    }
    files = List.copyOf(files);
  }

  /** {@code name/version}. */
  public String label() {
    return name + "/" + version;
  }
}

package io.vigia.scoring;

import java.util.List;

/**
 * The provenance that every score and alert carries.
 *
 * @param sha256 of the bundle, hex
 * @param featureSchemaSha256 hex
 * @param kernel which compiled kernels computed the scores, joined by {@code +}
 * @param members how many densities its scores come from
 * @param classes whose probabilities its scores have, in order; may be none
 */
public record ModelIdentity(
    String name,
    String version,
    String sha256,
    String featureSchemaSha256,
    String kernel,
    int members,
    List<String> classes) {
  public ModelIdentity {
    classes = List.copyOf(classes);
  }

  /** The identity of one density that knows no classes. */
  public ModelIdentity(
      String name, String version, String sha256, String featureSchemaSha256, String kernel) {
    this(name, version, sha256, featureSchemaSha256, kernel, 1, List.of());
  }
}

package io.vigia.scoring;

/**
 * The provenance that every score and alert carries.
 *
 * @param sha256 of the bundle, hex
 * @param featureSchemaSha256 hex
 * @param kernel which compiled kernel computed the scores
 */
public record ModelIdentity(
    String name, String version, String sha256, String featureSchemaSha256, String kernel) {}

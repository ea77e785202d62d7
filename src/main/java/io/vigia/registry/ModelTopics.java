package io.vigia.registry;

/**
 * The topics of models.
 *
 * @param models cards and verdicts
 * @param bytes chunks of files
 * @param activations commands, partitioned as the source
 * @param cutovers facts, partitioned as the source
 */
public record ModelTopics(String models, String bytes, String activations, String cutovers) {}

/**
 * Bundles by way of Kafka: published in chunks that digests name, fetched, verified, compiled and
 * kept; activations written for all partitions at once.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.registry;

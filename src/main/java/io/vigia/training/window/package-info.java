/**
 * A training on a window of the topic {@code samples}: its records in, a bundle and its held-out
 * rows out. No Kafka: whoever reads the topic hands the records over.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.training.window;

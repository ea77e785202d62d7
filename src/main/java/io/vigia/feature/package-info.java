/**
 * From decoded fields to the vector that a density sees: expressions, named cuts, the feature
 * schema. Enters: {@link io.vigia.event.DecodedEvent}. Leaves: a {@code float[]} in schema order.
 * May not know models, scores or Kafka.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.feature;

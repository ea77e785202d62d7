/**
 * What arrives. Enters: payload bytes and files. Leaves: decoded numeric fields, identity, event
 * time and role of an event, or the stage and reason why there is none. Knows nothing of features,
 * models or Kafka.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.event;

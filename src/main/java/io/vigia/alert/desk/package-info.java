/**
 * The desk: candidates in, for each one decision out, and the alerts. Stages in a fixed order:
 * known already, context unsupported, suppressed, grouped into a burst, its object's life cycle,
 * prescale, allocation. Knows neither Kafka nor a clock; everything that outlives a call is a small
 * entry of a {@link io.vigia.alert.desk.DeskMemory}.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.alert.desk;

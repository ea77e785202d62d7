/**
 * What changed in a stream since its model came into service: scored samples and counts of
 * candidates in, {@code DriftReport}s out. No Kafka, no clock: offsets and event times are passed
 * in, and the state is bytes.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.retrain.drift;

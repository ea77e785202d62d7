/**
 * What a candidate model is worth beside the one in service: both score rows that neither was
 * trained on, injected anomalies and the candidates of the past. Plain numbers in and out; no
 * Kafka, no DJL.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.training.gate;

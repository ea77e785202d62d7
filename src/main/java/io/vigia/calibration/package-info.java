/**
 * Plain numbers: negative log-likelihoods of held-out background in, p-values and false-alarm rates
 * out. Knows nothing of events, models or Kafka.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.calibration;

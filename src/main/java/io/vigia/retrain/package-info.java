/**
 * What the retraining loop says of itself: windows, training jobs and their progress, what a
 * candidate model is worth and what was decided of it, activations and cut-overs. Plain records
 * that travel as JSON; no Kafka, no DJL, no clock.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.retrain;

/**
 * Rows in, a model bundle out: the split by groups, the training loop, calibration on held-out
 * rows, evaluation.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.training;

package io.vigia.app.bench.calibration;

/**
 * Scores of background that no density was learned from, in two parts.
 *
 * @param calibration what p-values compare with
 * @param test what p-values are given to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HeldOut(double[] calibration, double[] test) {}

package io.vigia.retrain.drift;

/**
 * A scored event.
 *
 * @param values of the watched columns, the last of which is nll; NaN where missing
 * @param pValue in (0, 1]
 * @param offset of {@code samples}
 * @param eventMillis ms since 1970 UTC
 */
@SuppressWarnings("ArrayRecordComponent") // read at once, never kept or compared
record Sample(float[] values, double pValue, long offset, long eventMillis) {}

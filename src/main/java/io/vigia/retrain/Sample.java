package io.vigia.retrain;

import org.jspecify.annotations.Nullable;

/**
 * What the desk takes from a record of {@code samples}.
 *
 * @param offset on that topic
 * @param eventMillis event time, ms since 1970 UTC
 * @param isGood whether its time may train, as far as is known when it comes
 * @param segment that it is of; null where the stream has none
 * @param schema SHA-256 of the feature schema of its row, hex
 * @param model SHA-256 of the bundle that scored it, hex
 * @param nll nats
 * @param pValue in (0, 1]
 * @param row what was scored, NaN where missing; empty where the sample has none. Not copied
 */
@SuppressWarnings("ArrayRecordComponent") // one for each record; never compared
public record Sample(
    long offset,
    long eventMillis,
    boolean isGood,
    @Nullable String segment,
    String schema,
    String model,
    double nll,
    double pValue,
    float[] row) {
  /** The same, in a time that was said to be bad. */
  public Sample ofBadTime() {
    return new Sample(offset, eventMillis, false, segment, schema, model, nll, pValue, row);
  }
}

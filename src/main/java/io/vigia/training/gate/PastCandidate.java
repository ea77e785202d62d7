package io.vigia.training.gate;

/**
 * An event that was a candidate.
 *
 * @param id of the event
 * @param row that was scored
 * @param pValue that it had then
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PastCandidate(String id, float[] row, double pValue) {}

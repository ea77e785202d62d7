package io.vigia.scoring.reason;

/**
 * A row in which some features are as the others let expect.
 *
 * @param features that were given their expected values
 * @param row with them
 * @param gain by how many nats the nll falls, on average, were these features drawn anew given the
 *     others
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Redrawn(int[] features, float[] row, double gain) {}

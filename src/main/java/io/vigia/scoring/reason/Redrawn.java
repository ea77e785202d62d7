package io.vigia.scoring.reason;

import java.util.Arrays;

/**
 * A row in which some features are as the others let expect.
 *
 * @param features that were given their expected values
 * @param row with them
 * @param gain by how many nats the nll falls, on average, were these features drawn anew given the
 *     others
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Redrawn(int[] features, float[] row, double gain) {
  /** The row as it is. */
  static Redrawn none(float[] row) {
    return new Redrawn(new int[0], row, 0);
  }

  int size() {
    return features.length;
  }

  boolean has(int feature) {
    return Arrays.stream(features).anyMatch(one -> one == feature);
  }

  /** Its features and this one. */
  int[] and(int feature) {
    int[] more = Arrays.copyOf(features, features.length + 1);
    more[features.length] = feature;
    return more;
  }
}

package io.vigia.kernel;

import java.util.Arrays;

/**
 * Where the last layer of a transform's network puts the parameters of its maps, so that the
 * features lie side by side in a vector. Features are cut into groups; what a group needs is stored
 * parameter by parameter, each for all its features, and padded to whole blocks of {@link
 * MaskedLayer#BLOCK}. Small groups let an autoregressive network skip more of its weights.
 *
 * <ul>
 *   <li>Affine maps, for each group of {@value #AFFINE_GROUP}: shifts, raw log-scales.
 *   <li>Splines with K bins: first, for each group, K widths and K heights; then, for each group, K
 *       derivatives: the K-1 inner ones and a 0, which stands for the last edge.
 * </ul>
 *
 * @param features n, those that the transform maps
 * @param group features in a group
 * @param rows for each output its row of the weights; -1 for an output that is always 0
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity
record OutputLayout(int features, int group, int[] rows) {
  /** Shifts and log-scales of a group fill a block. */
  static final int AFFINE_GROUP = MaskedLayer.BLOCK / 2;

  private static final int LEAST_GROUP = 4;

  static OutputLayout of(FlowArchitecture architecture) {
    int features = architecture.mapped();
    if (!architecture.spline()) {
      return affine(features);
    }
    int group = LEAST_GROUP;
    while (architecture.coupling() && group < Math.min(features, MaskedLayer.BLOCK)) {
      group *= 2; // Without a mask there is nothing to skip, and wide groups fill the vectors.
    }
    return spline(features, group, architecture.bins());
  }

  private static OutputLayout affine(int features) {
    int[] rows = new int[groups(features, AFFINE_GROUP) * MaskedLayer.BLOCK];
    Arrays.fill(rows, -1);
    for (int feature = 0; feature < features; feature++) {
      int output = feature / AFFINE_GROUP * MaskedLayer.BLOCK + feature % AFFINE_GROUP;
      rows[output] = feature;
      rows[output + AFFINE_GROUP] = features + feature;
    }
    return new OutputLayout(features, AFFINE_GROUP, rows);
  }

  private static OutputLayout spline(int features, int group, int bins) {
    int groups = groups(features, group);
    int softmaxes = softmaxOutputs(group, bins);
    int derivatives = derivativeOutputs(group, bins);
    int[] rows = new int[groups * (softmaxes + derivatives)];
    Arrays.fill(rows, -1);
    for (int feature = 0; feature < features; feature++) {
      int softmax = feature / group * softmaxes + feature % group;
      for (int k = 0; k < 2 * bins; k++) {
        rows[softmax + k * group] = k * features + feature;
      }
      int derivative = groups * softmaxes + feature / group * derivatives + feature % group;
      for (int k = 0; k < bins - 1; k++) {
        rows[derivative + k * group] = (2 * bins + k) * features + feature;
      }
    }
    return new OutputLayout(features, group, rows);
  }

  /** Outputs for the widths and heights of a group. */
  static int softmaxOutputs(int group, int bins) {
    return MaskedLayer.padded(2 * bins * group);
  }

  /** Outputs for the derivatives of a group. */
  static int derivativeOutputs(int group, int bins) {
    return MaskedLayer.padded(bins * group);
  }

  int groups() {
    return groups(features, group);
  }

  private static int groups(int features, int group) {
    return (features + group - 1) / group;
  }
}

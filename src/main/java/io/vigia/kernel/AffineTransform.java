package io.vigia.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One affine autoregressive transform laid out for the CPU: the order of its inputs and its masked
 * network. The last layer gives, for each {@value #GROUP} features, their shifts and then their raw
 * log-scales: one block of outputs, which looks at few inputs where the features come early.
 *
 * @param permutation the transform's input j is the number {@code permutation[j]} of what comes
 *     before
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity
record AffineTransform(int[] permutation, List<MaskedLayer> layers) {
  /** Features whose shifts and log-scales fill a block. */
  static final int GROUP = MaskedLayer.BLOCK / 2;

  static AffineTransform of(FlowWeights weights, int transform) {
    FlowArchitecture architecture = weights.architecture();
    int last = architecture.layers() - 1;
    List<MaskedLayer> layers =
        IntStream.rangeClosed(0, last)
            .mapToObj(
                layer ->
                    MaskedLayer.of(
                        weights,
                        transform,
                        layer,
                        layer == last
                            ? shiftsAndLogScales(architecture.features())
                            : inOrder(architecture.outputs(layer))))
            .toList();
    return new AffineTransform(weights.permutation(transform).clone(), layers);
  }

  /** The least multiple of {@link #GROUP} that is not below {@code features}. */
  static int padded(int features) {
    return (features + GROUP - 1) / GROUP * GROUP;
  }

  private static int[] inOrder(int outputs) {
    return IntStream.range(0, MaskedLayer.padded(outputs)).map(o -> o < outputs ? o : -1).toArray();
  }

  private static int[] shiftsAndLogScales(int features) {
    int[] rows = new int[2 * padded(features)];
    Arrays.fill(rows, -1);
    for (int feature = 0; feature < features; feature++) {
      int output = feature / GROUP * MaskedLayer.BLOCK + feature % GROUP;
      rows[output] = feature;
      rows[output + GROUP] = features + feature;
    }
    return rows;
  }
}

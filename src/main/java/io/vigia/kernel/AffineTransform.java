package io.vigia.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One affine autoregressive transform laid out for the CPU: the order of its inputs and its masked
 * network. The last layer gives the shifts from output 0 and the raw log-scales from output {@code
 * padded(D)}, so that both begin at a whole block.
 */
final class AffineTransform {
  /** The transform's input j is the number {@code permutation[j]} of what comes before. */
  final int[] permutation;

  final MaskedLayer[] layers;

  private AffineTransform(int[] permutation, MaskedLayer[] layers) {
    this.permutation = permutation;
    this.layers = layers;
  }

  static AffineTransform of(FlowWeights weights, int transform) {
    FlowArchitecture architecture = weights.architecture();
    MaskedLayer[] layers = new MaskedLayer[architecture.layers()];
    for (int layer = 0; layer < layers.length; layer++) {
      boolean hidden = layer < layers.length - 1;
      layers[layer] =
          MaskedLayer.of(
              weights.weight(transform, layer),
              weights.bias(transform, layer),
              architecture.inputs(layer),
              hidden
                  ? IntStream.range(0, architecture.outputs(layer)).toArray()
                  : shiftsThenLogScales(architecture.features()));
    }
    return new AffineTransform(weights.permutation(transform).clone(), layers);
  }

  private static int[] shiftsThenLogScales(int features) {
    int padded = MaskedLayer.padded(features);
    int[] rows = new int[2 * padded];
    Arrays.fill(rows, -1);
    for (int feature = 0; feature < features; feature++) {
      rows[feature] = feature;
      rows[padded + feature] = features + feature;
    }
    return rows;
  }
}

package io.vigia.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One transform laid out for the CPU: the order of its features, what mixes them, and the network
 * that computes the parameters of their maps. The network's inputs are the context, then the
 * features: so where it is masked, early units look at few of them.
 *
 * @param permutation the transform's input j is the number {@code permutation[j]} of what comes
 *     before
 * @param mixing from the features in this order to those that are mapped; null where nothing mixes
 * @param layers the last one's outputs lie as {@link OutputLayout} says
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity
record CompiledTransform(
    int[] permutation, @Nullable MaskedLayer mixing, List<MaskedLayer> layers) {

  static CompiledTransform of(FlowWeights weights, int transform, OutputLayout layout) {
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
                            ? layout.rows()
                            : MaskedLayer.inOrder(architecture.outputs(layer)),
                        columns(architecture, layer)))
            .toList();
    return new CompiledTransform(
        weights.permutation(transform).clone(),
        architecture.linearMixing() ? MaskedLayer.mixing(weights, transform) : null,
        layers);
  }

  /** All layers in the order in which they are used. */
  List<MaskedLayer> allLayers() {
    if (mixing == null) {
      return layers;
    }
    List<MaskedLayer> all = new ArrayList<>(layers);
    all.add(0, mixing);
    return all;
  }

  /** The weights have the context last, here it comes first. */
  private static int[] columns(FlowArchitecture architecture, int layer) {
    int inputs = architecture.inputs(layer);
    int context = layer == 0 ? architecture.context() : 0;
    return IntStream.range(0, inputs).map(i -> (i + inputs - context) % inputs).toArray();
  }
}

package io.vigia.density.flow;

import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A vector of parameters as the named tensors of {@link FlowWeights}, and back. */
final class FlowExport {
  private FlowExport() {}

  /**
   * The tensors of a flow.
   *
   * @throws IllegalArgumentException where a number is not finite or a mask is broken
   */
  static FlowWeights weights(
      ParameterLayout layout, int[][] permutations, float[] theta, float[] mean, float[] scale) {
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put(FlowWeights.MEAN, Tensor.of(mean.clone(), mean.length));
    tensors.put(FlowWeights.SCALE, Tensor.of(scale.clone(), scale.length));
    for (int t = 0; t < permutations.length; t++) {
      int[] permutation = permutations[t].clone();
      tensors.put(FlowWeights.permutationName(t), Tensor.of(permutation, permutation.length));
    }
    for (ParameterLayout.Layer layer : layout.layers()) {
      float[] weight = Arrays.copyOfRange(theta, layer.offset(), layer.biasOffset());
      float[] bias = Arrays.copyOfRange(theta, layer.biasOffset(), layer.end());
      tensors.put(
          FlowWeights.weightName(layer.transform(), layer.index()),
          Tensor.of(weight, layer.outputs(), layer.inputs()));
      tensors.put(
          FlowWeights.biasName(layer.transform(), layer.index()), Tensor.of(bias, layer.outputs()));
    }
    return FlowWeights.of(layout.architecture(), tensors);
  }

  /** Theta of these weights. */
  static float[] parameters(ParameterLayout layout, FlowWeights weights) {
    float[] theta = new float[layout.size()];
    for (ParameterLayout.Layer layer : layout.layers()) {
      float[] weight = floats(weights, FlowWeights.weightName(layer.transform(), layer.index()));
      float[] bias = floats(weights, FlowWeights.biasName(layer.transform(), layer.index()));
      System.arraycopy(weight, 0, theta, layer.offset(), weight.length);
      System.arraycopy(bias, 0, theta, layer.biasOffset(), bias.length);
    }
    return theta;
  }

  /** The permutations of these weights, [transforms][features]. */
  static int[][] permutations(FlowWeights weights) {
    int[][] permutations = new int[weights.architecture().transforms()][];
    for (int t = 0; t < permutations.length; t++) {
      String name = FlowWeights.permutationName(t);
      if (!(weights.tensors().get(name) instanceof Tensor.Ints ints)) {
        throw new IllegalArgumentException(name + " is not a tensor of whole numbers");
      }
      permutations[t] = ints.data();
    }
    return permutations;
  }

  /** One float tensor of these weights. */
  static float[] floats(FlowWeights weights, String name) {
    if (!(weights.tensors().get(name) instanceof Tensor.Floats floats)) {
      throw new IllegalArgumentException(name + " is not a tensor of floats");
    }
    return floats.data();
  }
}

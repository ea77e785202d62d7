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
   * @param theta as it is trained, mixings as {@link LinearMixing#ofFactors} has them
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
    for (ParameterLayout.Mixing mixing : layout.mixings()) {
      int features = mixing.features();
      double[] factors = doubles(theta, mixing.offset(), features * features);
      tensors.put(
          FlowWeights.mixingWeightName(mixing.transform()),
          Tensor.of(floats(SquareMatrix.ofFactors(factors, features)), features, features));
      tensors.put(
          FlowWeights.mixingBiasName(mixing.transform()),
          Tensor.of(Arrays.copyOfRange(theta, mixing.biasOffset(), mixing.end()), features));
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

  /** These weights as one vector; its mixings are the matrices M themselves, not their factors. */
  static float[] parameters(ParameterLayout layout, FlowWeights weights) {
    float[] theta = new float[layout.size()];
    for (ParameterLayout.Mixing mixing : layout.mixings()) {
      put(weights, FlowWeights.mixingWeightName(mixing.transform()), theta, mixing.offset());
      put(weights, FlowWeights.mixingBiasName(mixing.transform()), theta, mixing.biasOffset());
    }
    for (ParameterLayout.Layer layer : layout.layers()) {
      String weight = FlowWeights.weightName(layer.transform(), layer.index());
      put(weights, weight, theta, layer.offset());
      String bias = FlowWeights.biasName(layer.transform(), layer.index());
      put(weights, bias, theta, layer.biasOffset());
    }
    return theta;
  }

  /**
   * These weights as a vector to be trained: the inverse of {@link #weights}.
   *
   * @throws IllegalArgumentException where a mixing has no such factors
   */
  static float[] factoredParameters(ParameterLayout layout, FlowWeights weights) {
    float[] theta = parameters(layout, weights);
    for (ParameterLayout.Mixing mixing : layout.mixings()) {
      int features = mixing.features();
      double[] matrix = doubles(theta, mixing.offset(), features * features);
      float[] factors = floats(SquareMatrix.factors(matrix, features));
      System.arraycopy(factors, 0, theta, mixing.offset(), factors.length);
    }
    return theta;
  }

  /** The logarithm of each mixing's absolute determinant. */
  static double[] logAbsDeterminants(ParameterLayout layout, FlowWeights weights) {
    return layout.mixings().stream()
        .mapToDouble(
            mixing -> {
              String name = FlowWeights.mixingWeightName(mixing.transform());
              float[] matrix = floats(weights, name);
              double value =
                  SquareMatrix.logAbsDeterminant(
                      doubles(matrix, 0, matrix.length), mixing.features());
              if (value == Double.NEGATIVE_INFINITY) {
                throw new IllegalArgumentException(
                    name + " is singular; a flow needs an invertible matrix");
              }
              return value;
            })
        .toArray();
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

  private static void put(FlowWeights weights, String name, float[] theta, int offset) {
    float[] data = floats(weights, name);
    System.arraycopy(data, 0, theta, offset, data.length);
  }

  private static double[] doubles(float[] values, int offset, int count) {
    double[] doubles = new double[count];
    for (int i = 0; i < count; i++) {
      doubles[i] = values[offset + i];
    }
    return doubles;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}

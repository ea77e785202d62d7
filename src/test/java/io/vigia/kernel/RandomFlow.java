package io.vigia.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Flows with random masked weights, their hidden units sorted by degree (MADE, Germain 2015). */
final class RandomFlow {
  private RandomFlow() {}

  static FlowWeights weights(FlowArchitecture architecture, long seed) {
    return FlowWeights.of(architecture, tensors(architecture, seed));
  }

  static Map<String, Tensor> tensors(FlowArchitecture architecture, long seed) {
    Random random = new Random(seed);
    int features = architecture.features();
    Map<String, Tensor> tensors = new TreeMap<>();
    float[] mean = new float[features];
    float[] scale = new float[features];
    for (int j = 0; j < features; j++) {
      mean[j] = (float) (10 * random.nextGaussian());
      scale[j] = (float) Math.exp(random.nextGaussian());
    }
    tensors.put(FlowWeights.MEAN, Tensor.of(mean, features));
    tensors.put(FlowWeights.SCALE, Tensor.of(scale, features));
    for (int t = 0; t < architecture.transforms(); t++) {
      tensors.put(
          FlowWeights.permutationName(t), Tensor.of(permutation(features, random), features));
      for (int l = 0; l < architecture.layers(); l++) {
        addLayer(architecture, t, l, random, tensors);
      }
    }
    return tensors;
  }

  /** {@code count} vectors around the standardisation's mean, {@code spread} scales wide. */
  static float[] vectors(FlowWeights weights, int count, double spread, long seed) {
    Random random = new Random(seed);
    int features = weights.architecture().features();
    float[] vectors = new float[count * features];
    for (int i = 0; i < vectors.length; i++) {
      double z = spread * random.nextGaussian();
      vectors[i] = (float) (weights.mean()[i % features] + weights.scale()[i % features] * z);
    }
    return vectors;
  }

  private static int[] permutation(int features, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int j = 0; j < features; j++) {
      order.add(j);
    }
    Collections.shuffle(order, random);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void addLayer(
      FlowArchitecture architecture, int t, int l, Random random, Map<String, Tensor> tensors) {
    int inputs = architecture.inputs(l);
    int outputs = architecture.outputs(l);
    float[] weight = new float[outputs * inputs];
    float[] bias = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      bias[o] = (float) (0.1 * random.nextGaussian());
      for (int i = 0; i < inputs; i++) {
        float w = (float) (random.nextGaussian() / Math.sqrt(inputs));
        weight[o * inputs + i] = allowed(architecture, l, o, i) ? w : 0f;
      }
    }
    tensors.put(FlowWeights.weightName(t, l), Tensor.of(weight, outputs, inputs));
    tensors.put(FlowWeights.biasName(t, l), Tensor.of(bias, outputs));
  }

  private static boolean allowed(FlowArchitecture architecture, int l, int output, int input) {
    int features = architecture.features();
    int from = l == 0 ? input + 1 : degree(input, architecture.inputs(l), features);
    return l == architecture.hidden().size()
        ? from < output % features + 1
        : from <= degree(output, architecture.outputs(l), features);
  }

  /** Degrees 1 to D-1, in equal shares; with one feature none, so that a unit sees nothing. */
  private static int degree(int unit, int units, int features) {
    return features == 1 ? 0 : 1 + unit * (features - 1) / units;
  }
}

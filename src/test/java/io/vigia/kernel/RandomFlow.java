package io.vigia.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Flows with random weights. Those of autoregressive networks are masked, their hidden units sorted
 * by degree (MADE, Germain et al. 2015), and context reaches every unit.
 */
final class RandomFlow {
  /**
   * Of the last layer's weights. With more, splines have bins so narrow and steep that single
   * precision cannot tell the density to what is promised, however it is computed.
   */
  private static final double SPLINE_GAIN = 0.5;

  private RandomFlow() {}

  static FlowWeights weights(FlowArchitecture architecture, long seed) {
    return weights(architecture, seed, 1);
  }

  /**
   * As the other.
   *
   * @param gain of every layer of a network: the smaller, the smoother the density
   */
  static FlowWeights weights(FlowArchitecture architecture, long seed, double gain) {
    return FlowWeights.of(architecture, tensors(architecture, seed, gain));
  }

  /** As {@link FlowArchitecture#of}, with a residual network or linear mixing, or both. */
  static FlowArchitecture architecture(
      String kind,
      int features,
      int context,
      int transforms,
      List<Integer> hidden,
      boolean residual,
      boolean linearMixing) {
    String mixing = linearMixing ? FlowArchitecture.LINEAR : FlowArchitecture.PERMUTATION;
    FlowShape plain = FlowShape.of(transforms, hidden);
    return new FlowShape(transforms, hidden, residual, mixing, plain.bins(), plain.tailBound())
        .architecture(kind, features, context);
  }

  static Map<String, Tensor> tensors(FlowArchitecture architecture, long seed) {
    return tensors(architecture, seed, 1);
  }

  private static Map<String, Tensor> tensors(
      FlowArchitecture architecture, long seed, double gain) {
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
      if (architecture.linearMixing()) {
        addMixing(features, t, random, tensors);
      }
      for (int l = 0; l < architecture.layers(); l++) {
        addLayer(architecture, t, l, gain, random, tensors);
      }
    }
    return tensors;
  }

  /**
   * {@code count} rows one after the other: features around the standardisation's mean, {@code
   * spread} scales wide, and context around 0, as wide.
   */
  static float[] vectors(FlowWeights weights, int count, double spread, long seed) {
    Random random = new Random(seed);
    int inputs = weights.architecture().inputs();
    int features = weights.architecture().features();
    float[] vectors = new float[count * inputs];
    for (int i = 0; i < vectors.length; i++) {
      double z = spread * random.nextGaussian();
      int j = i % inputs;
      vectors[i] = (float) (j < features ? weights.mean()[j] + weights.scale()[j] * z : z);
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

  /** The identity, stretched and with a third of the size of a rotation added. */
  private static void addMixing(int features, int t, Random random, Map<String, Tensor> tensors) {
    float[] weight = new float[features * features];
    float[] bias = new float[features];
    for (int i = 0; i < features; i++) {
      bias[i] = (float) (0.1 * random.nextGaussian());
      for (int j = 0; j < features; j++) {
        double noise = random.nextGaussian() / (3 * Math.sqrt(features));
        weight[i * features + j] = (float) (noise + (i == j ? 0.8 : 0));
      }
    }
    tensors.put(FlowWeights.mixingWeightName(t), Tensor.of(weight, features, features));
    tensors.put(FlowWeights.mixingBiasName(t), Tensor.of(bias, features));
  }

  private static void addLayer(
      FlowArchitecture architecture,
      int t,
      int l,
      double allGain,
      Random random,
      Map<String, Tensor> tensors) {
    int inputs = architecture.inputs(l);
    int outputs = architecture.outputs(l);
    boolean last = l == architecture.hidden().size();
    double gain = allGain * (architecture.spline() && last ? SPLINE_GAIN : 1);
    float[] weight = new float[outputs * inputs];
    float[] bias = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      bias[o] = (float) (0.1 * random.nextGaussian());
      for (int i = 0; i < inputs; i++) {
        float w = (float) (gain * random.nextGaussian() / Math.sqrt(inputs));
        weight[o * inputs + i] = allowed(architecture, l, o, i) ? w : 0f;
      }
    }
    tensors.put(FlowWeights.weightName(t, l), Tensor.of(weight, outputs, inputs));
    tensors.put(FlowWeights.biasName(t, l), Tensor.of(bias, outputs));
  }

  private static boolean allowed(FlowArchitecture architecture, int l, int output, int input) {
    int features = architecture.features();
    if (architecture.coupling() || (l == 0 && input >= features)) {
      return true;
    }
    int from = l == 0 ? input + 1 : degree(input, architecture.inputs(l), features);
    return l == architecture.hidden().size()
        ? from < output % features + 1
        : from <= degree(output, architecture.outputs(l), features);
  }

  /** Degrees 1 to D-1, in equal shares; with one feature none, so that a unit sees no feature. */
  private static int degree(int unit, int units, int features) {
    return features == 1 ? 0 : 1 + unit * (features - 1) / units;
  }
}

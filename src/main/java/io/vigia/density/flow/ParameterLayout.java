package io.vigia.density.flow;

import io.vigia.kernel.FlowArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where each weight of a flow lies in its one vector of parameters theta: for each transform the
 * matrix of its mixing, row-major [D, D], and the shift [D], where the flow mixes; then for each
 * layer the weight, row-major [outputs, inputs], and the bias [outputs]. One vector, because a
 * small operation costs microseconds when called from Java: its gradient is one array and an update
 * one loop, where a 5-transform flow would have 30 of each.
 */
final class ParameterLayout {
  private static final double RANDOM_MIXING = 0.3;

  /** One linear layer: {@code h W^T + b}, W zero where {@code mask} is. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Layer(int transform, int index, int inputs, int outputs, int offset, float[] mask) {
    int weights() {
      return inputs * outputs;
    }

    int biasOffset() {
      return offset + weights();
    }

    int end() {
      return biasOffset() + outputs;
    }
  }

  /** A transform's linear mixing: a matrix and a shift. */
  record Mixing(int transform, int features, int offset) {
    /** Of an element of the matrix. */
    int at(int row, int column) {
      return offset + row * features + column;
    }

    int biasOffset() {
      return offset + features * features;
    }

    int end() {
      return biasOffset() + features;
    }
  }

  private final FlowArchitecture architecture;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Mixing> mixings = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();

  ParameterLayout(FlowArchitecture architecture) {
    this.architecture = architecture;
    int offset = 0;
    for (int transform = 0; transform < architecture.transforms(); transform++) {
      if (architecture.linearMixing()) {
        Mixing mixing = new Mixing(transform, architecture.features(), offset);
        mixings.add(mixing);
        ends.add(mixing.biasOffset());
        ends.add(mixing.end());
        offset = mixing.end();
      }
      for (int index = 0; index < architecture.layers(); index++) {
        int inputs = architecture.inputs(index);
        int outputs = architecture.outputs(index);
        float[] mask = ConditionerMasks.mask(architecture, index);
        Layer layer = new Layer(transform, index, inputs, outputs, offset, mask);
        layers.add(layer);
        ends.add(layer.biasOffset());
        ends.add(layer.end());
        offset = layer.end();
      }
    }
  }

  FlowArchitecture architecture() {
    return architecture;
  }

  /** All layers in the order of their parameters. */
  List<Layer> layers() {
    return layers;
  }

  /** The layers of one transform, from its input. */
  List<Layer> layers(int transform) {
    int first = transform * architecture.layers();
    return layers.subList(first, first + architecture.layers());
  }

  /** One of each transform where the flow mixes; else none. */
  List<Mixing> mixings() {
    return mixings;
  }

  /** Where theta is cut so that each matrix, shift, weight and bias is a piece. */
  long[] borders() {
    return ends.subList(0, ends.size() - 1).stream().mapToLong(Integer::longValue).toArray();
  }

  /** The length of theta. */
  int size() {
    return ends.get(ends.size() - 1);
  }

  /** Sets to zero what a mask forbids: on a gradient, it keeps theta masked. */
  void applyMasks(float[] theta) {
    for (Layer layer : layers) {
      for (int i = 0; i < layer.mask.length; i++) {
        theta[layer.offset + i] *= layer.mask[i];
      }
    }
  }

  /** Sets to zero what lies off the diagonals of the mixings. */
  void keepDiagonals(float[] theta) {
    for (Mixing mixing : mixings) {
      for (int i = 0; i < mixing.features * mixing.features; i++) {
        if (i % (mixing.features + 1) != 0) {
          theta[mixing.offset + i] = 0;
        }
      }
    }
  }

  /**
   * A start: hidden weights normal with variance 2 / (unmasked inputs) (He et al. 2015), residual
   * ones divided by the number of layers that add up, hidden biases uniform within 1 /
   * sqrt(unmasked inputs), the last layer's weights normal with {@code gain} / sqrt(unmasked
   * inputs), mixings zero. A small gain starts the flow near the identity.
   */
  float[] initial(long seed, double gain) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] theta = new float[size()];
    for (Layer layer : layers) {
      boolean last = layer.index == architecture.layers() - 1;
      double share = architecture.residual() && layer.index > 0 ? architecture.hidden().size() : 1;
      for (int row = 0; row < layer.outputs; row++) {
        initialiseUnit(theta, layer, row, last ? gain : Math.sqrt(2) / share, random);
        if (last) {
          theta[layer.biasOffset() + row] = 0;
        }
      }
    }
    return theta;
  }

  /**
   * As {@link #initial}, but with mixings whose parameters are normal with deviation {@value
   * #RANDOM_MIXING} / sqrt(D): with a gain that is not small, a flow far from the identity.
   */
  float[] random(long seed, double gain) {
    float[] theta = initial(seed, gain);
    SplittableRandom random = new SplittableRandom(~seed);
    double width = RANDOM_MIXING / Math.sqrt(architecture.features());
    for (Mixing mixing : mixings) {
      for (int i = mixing.offset; i < mixing.end(); i++) {
        theta[i] = (float) (width * random.nextGaussian());
      }
    }
    return theta;
  }

  private static void initialiseUnit(
      float[] theta, Layer layer, int row, double gain, SplittableRandom random) {
    int first = row * layer.inputs;
    double seen = 0;
    for (int column = 0; column < layer.inputs; column++) {
      seen += layer.mask[first + column];
    }
    double share = 1 / Math.sqrt(Math.max(1, seen));
    for (int column = 0; column < layer.inputs; column++) {
      double weight = random.nextGaussian() * gain * share;
      theta[layer.offset + first + column] = (float) weight * layer.mask[first + column];
    }
    theta[layer.biasOffset() + row] = (float) ((2 * random.nextDouble() - 1) * share);
  }
}

package io.vigia.density.flow;

import io.vigia.kernel.FlowArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where each weight of a flow lies in its one vector of parameters theta: for each transform and
 * layer the weight, row-major [outputs, inputs], then the bias [outputs]. One vector, because a
 * small operation costs microseconds when called from Java: its gradient is one array and an update
 * one loop, where a 5-transform flow would have 30 of each.
 */
final class ParameterLayout {
  /** One masked linear layer: {@code h W^T + b}, W zero where {@code mask} is. */
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

  private final FlowArchitecture architecture;
  private final List<Layer> layers = new ArrayList<>();

  ParameterLayout(FlowArchitecture architecture) {
    this.architecture = architecture;
    int offset = 0;
    for (int transform = 0; transform < architecture.transforms(); transform++) {
      for (int index = 0; index < architecture.layers(); index++) {
        int inputs = architecture.inputs(index);
        int outputs = architecture.outputs(index);
        float[] mask = AutoregressiveMasks.mask(degreesInto(index), degreesOutOf(index));
        Layer layer = new Layer(transform, index, inputs, outputs, offset, mask);
        layers.add(layer);
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

  /** The length of theta. */
  int size() {
    return layers.get(layers.size() - 1).end();
  }

  /** Sets to zero what a mask forbids: on a gradient, it keeps theta masked. */
  void applyMasks(float[] theta) {
    for (Layer layer : layers) {
      for (int i = 0; i < layer.mask.length; i++) {
        theta[layer.offset + i] *= layer.mask[i];
      }
    }
  }

  /**
   * A start: hidden weights normal with variance 2 / (unmasked inputs) (He et al. 2015), hidden
   * biases uniform within 1 / sqrt(unmasked inputs), the last layer's weights normal with {@code
   * gain} / sqrt(unmasked inputs). A small gain starts the flow near the identity.
   */
  float[] initial(long seed, double gain) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] theta = new float[size()];
    for (Layer layer : layers) {
      boolean last = layer.index == architecture.layers() - 1;
      for (int row = 0; row < layer.outputs; row++) {
        initialiseUnit(theta, layer, row, last ? gain : Math.sqrt(2), random);
        if (last) {
          theta[layer.biasOffset() + row] = 0;
        }
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

  private int[] degreesInto(int index) {
    int features = architecture.features();
    return index == 0
        ? AutoregressiveMasks.inputDegrees(features)
        : AutoregressiveMasks.hiddenDegrees(features, architecture.hidden().get(index - 1));
  }

  private int[] degreesOutOf(int index) {
    int features = architecture.features();
    return index == architecture.layers() - 1
        ? AutoregressiveMasks.outputDegrees(features)
        : AutoregressiveMasks.hiddenDegrees(features, architecture.hidden().get(index));
  }
}

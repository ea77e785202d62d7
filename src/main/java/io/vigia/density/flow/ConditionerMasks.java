package io.vigia.density.flow;

import io.vigia.kernel.FlowArchitecture;
import java.util.Arrays;

/**
 * Which weights of a transform's network may differ from zero. In a coupling flow all may. In an
 * autoregressive one (Germain et al. 2015, "MADE", equations 8 and 9) each unit has a degree: input
 * j has degree j + 1, the context 0. A hidden unit sees units of its own degree or less, the
 * outputs for feature j see units of degree j or less: so they depend on the context and on the
 * features before j only.
 */
final class ConditionerMasks {
  private ConditionerMasks() {}

  /** The mask of one layer: ones and zeros, row-major, [outputs, inputs]. */
  static float[] mask(FlowArchitecture architecture, int layer) {
    int inputs = architecture.inputs(layer);
    int outputs = architecture.outputs(layer);
    if (architecture.coupling()) {
      float[] all = new float[inputs * outputs];
      Arrays.fill(all, 1);
      return all;
    }
    return mask(degreesInto(architecture, layer), degreesOutOf(architecture, layer));
  }

  private static int[] degreesInto(FlowArchitecture architecture, int layer) {
    return layer == 0
        ? inputDegrees(architecture.features(), architecture.context())
        : hiddenDegrees(architecture, layer - 1);
  }

  private static int[] degreesOutOf(FlowArchitecture architecture, int layer) {
    return layer == architecture.layers() - 1
        ? outputDegrees(architecture.features(), architecture.parameters())
        : hiddenDegrees(architecture, layer);
  }

  private static int[] hiddenDegrees(FlowArchitecture architecture, int layer) {
    return hiddenDegrees(
        architecture.context() > 0 ? 0 : 1,
        architecture.features() - 1,
        architecture.hidden().get(layer));
  }

  /** The degrees of the inputs: 1 to {@code features}, then zeros for the context. */
  private static int[] inputDegrees(int features, int context) {
    int[] degrees = new int[features + context];
    for (int j = 0; j < features; j++) {
      degrees[j] = j + 1;
    }
    return degrees;
  }

  /**
   * Degrees of a hidden layer: {@code least} to {@code highest} in equal shares, ascending, so that
   * the mask is a staircase and a kernel can leave out the zeros on its right. Degree 0 is for
   * units that see the context alone, which the first feature needs.
   */
  static int[] hiddenDegrees(int least, int highest, int width) {
    int count = Math.max(1, highest + 1 - least);
    int[] degrees = new int[width];
    for (int k = 0; k < width; k++) {
      degrees[k] = least + (int) ((long) k * count / width);
    }
    return degrees;
  }

  /** The degrees of the last layer: 0 to D - 1 for each of a map's parameters. */
  private static int[] outputDegrees(int features, int parameters) {
    int[] degrees = new int[parameters * features];
    for (int o = 0; o < degrees.length; o++) {
      degrees[o] = o % features;
    }
    return degrees;
  }

  /** 1 where {@code to[row] >= from[column]}, else 0; row-major, [to.length, from.length]. */
  private static float[] mask(int[] from, int[] to) {
    float[] mask = new float[to.length * from.length];
    for (int row = 0; row < to.length; row++) {
      for (int column = 0; column < from.length; column++) {
        mask[row * from.length + column] = to[row] >= from[column] ? 1 : 0;
      }
    }
    return mask;
  }
}

package io.vigia.kernel;

import java.util.BitSet;

/**
 * Looks at which inputs each output of a transform's masked network can depend on, by following the
 * weights that are not zero.
 */
final class Autoregression {
  private Autoregression() {}

  /**
   * @throws IllegalArgumentException where a parameter of feature j depends on an input {@code i >=
   *     j}: the Jacobian would not be triangular, and the result no density
   */
  static void check(FlowWeights weights, int transform) {
    FlowArchitecture architecture = weights.architecture();
    int features = architecture.features();
    BitSet[] reached = inputs(features, architecture.context());
    for (int layer = 0; layer < architecture.layers(); layer++) {
      BitSet[] next =
          through(weights.weight(transform, layer), reached, architecture.outputs(layer));
      if (architecture.residual() && layer > 0 && layer < architecture.layers() - 1) {
        for (int unit = 0; unit < next.length; unit++) {
          next[unit].or(reached[unit]);
        }
      }
      reached = next;
    }
    for (int output = 0; output < reached.length; output++) {
      int feature = output % features;
      int last = reached[output].length() - 1;
      if (last >= feature) {
        throw new IllegalArgumentException(
            "transform."
                + transform
                + " is not autoregressive: its "
                + parameter(architecture, output / features)
                + " "
                + feature
                + " depends on input "
                + last
                + "; apply the mask to the weights before they are exported");
      }
    }
  }

  private static String parameter(FlowArchitecture architecture, int parameter) {
    if (architecture.spline()) {
      return "spline parameter " + parameter + " of feature";
    }
    return parameter == 0 ? "shift" : "log-scale";
  }

  /** Each feature reaches itself; the context is no feature and reaches anything. */
  private static BitSet[] inputs(int features, int context) {
    BitSet[] reached = new BitSet[features + context];
    for (int i = 0; i < reached.length; i++) {
      reached[i] = new BitSet(features);
      if (i < features) {
        reached[i].set(i);
      }
    }
    return reached;
  }

  private static BitSet[] through(float[] weight, BitSet[] reached, int outputs) {
    BitSet[] next = new BitSet[outputs];
    for (int o = 0; o < outputs; o++) {
      next[o] = new BitSet();
      for (int i = 0; i < reached.length; i++) {
        if (weight[o * reached.length + i] != 0) {
          next[o].or(reached[i]);
        }
      }
    }
    return next;
  }
}

package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/**
 * The graph of a masked autoregressive flow (Papamakarios et al. 2017) over standardised features:
 * affine transforms one after the other, ending in a standard normal.
 *
 * <pre>
 * log p(z) = -D/2 log(2 pi) - 1/2 sum_j u_j^2 - sum_t sum_j a_tj
 * </pre>
 *
 * <p>Not a DJL {@code Block}: a pure function of theta, so that a training step can own every array
 * it makes, theta's copy included, in one scope. Theta is a float32 or float64 vector; everything
 * computes in its type and belongs to its manager or to the input's.
 */
final class MaskedAutoregressiveFlow {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private final int features;
  private final NDArray half;
  private final List<AffineAutoregressiveTransform> transforms = new ArrayList<>();

  /**
   * @param theta [parameters], laid out by {@code layout}; with a gradient where one is wanted
   */
  MaskedAutoregressiveFlow(ParameterLayout layout, FlowConstants constants, NDArray theta) {
    this.half = constants.half();
    this.features = layout.architecture().features();
    NDList pieces = theta.split(borders(layout), 0);
    int piece = 0;
    for (int t = 0; t < layout.architecture().transforms(); t++) {
      List<ParameterLayout.Layer> layers = layout.layers(t);
      NDArray[] weights = new NDArray[layers.size()];
      NDArray[] biases = new NDArray[layers.size()];
      for (int l = 0; l < weights.length; l++) {
        ParameterLayout.Layer layer = layers.get(l);
        weights[l] = pieces.get(piece++).reshape(layer.outputs(), layer.inputs());
        biases[l] = pieces.get(piece++);
      }
      transforms.add(
          new AffineAutoregressiveTransform(
              constants.orders()[t], constants.bound(), weights, biases));
    }
  }

  /**
   * The log-density of standardised rows, in nats per unit of standardised volume.
   *
   * @param z [batch, D]
   * @return [batch]
   */
  NDArray logDensity(NDArray z) {
    AffineAutoregressiveTransform.Result noise = forward(z);
    NDArray negative = noise.value().square().mul(half).add(noise.logScales()).sum(new int[] {1});
    return negative.add(features * LOG_TWO_PI / 2).neg();
  }

  /** From data to noise: u and the log-scales summed over the transforms; all [batch, D]. */
  AffineAutoregressiveTransform.Result forward(NDArray z) {
    NDArray value = z;
    NDArray logScales = null;
    for (AffineAutoregressiveTransform transform : transforms) {
      AffineAutoregressiveTransform.Result step = transform.forward(value);
      value = step.value();
      // Summed later over the features, so the order in which a transform has them is no matter.
      logScales = logScales == null ? step.logScales() : logScales.add(step.logScales());
    }
    if (logScales == null) {
      throw new IllegalStateException("a flow without transforms");
    }
    return new AffineAutoregressiveTransform.Result(value, logScales);
  }

  /** From noise to data, both [batch, D]: D passes through each transform. */
  NDArray inverse(NDArray u) {
    NDArray value = u;
    for (int t = transforms.size() - 1; t >= 0; t--) {
      value = transforms.get(t).inverse(value);
    }
    return value;
  }

  private static long[] borders(ParameterLayout layout) {
    List<ParameterLayout.Layer> layers = layout.layers();
    long[] borders = new long[2 * layers.size() - 1];
    for (int l = 0; l < layers.size(); l++) {
      borders[2 * l] = layers.get(l).biasOffset();
      if (l + 1 < layers.size()) {
        borders[2 * l + 1] = layers.get(l).end();
      }
    }
    return borders;
  }
}

package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * The graph of a normalizing flow of any kind over standardised features: transforms one after the
 * other, ending in a standard normal (Rezende and Mohamed 2015). What it computes is what {@link
 * FlowWeights} says.
 *
 * <pre>
 * log p(z | c) = -D/2 log(2 pi) - 1/2 sum_j u_j^2 + log |det du/dz|
 * </pre>
 *
 * <p>Not a DJL {@code Block}: a pure function of theta, so that a training step can own every array
 * it makes, theta's copy included, in one scope. Theta is a float32 or float64 vector; everything
 * computes in its type and belongs to its manager or to the input's.
 */
final class FlowGraph {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /** Noise, [batch, D], and {@code log |det du/dz|}, [batch]. */
  record Image(NDArray noise, NDArray logAbsDet) {}

  /** How a transform's two pieces of theta, [D, D] and [D], are its linear mixing. */
  interface MixingForm {
    LinearMixing of(int transform, NDArray matrix, NDArray bias);
  }

  private final FlowArchitecture architecture;
  private final NDArray half;
  private final List<FlowTransform> transforms = new ArrayList<>();

  /**
   * @param theta [parameters], laid out by {@code layout}; with a gradient where one is wanted
   */
  FlowGraph(ParameterLayout layout, FlowConstants constants, NDArray theta, MixingForm mixing) {
    this.architecture = layout.architecture();
    this.half = constants.half();
    NDList pieces = theta.split(layout.borders(), 0);
    int piece = 0;
    for (int t = 0; t < architecture.transforms(); t++) {
      LinearMixing linear = null;
      if (architecture.linearMixing()) {
        NDArray matrix =
            pieces.get(piece++).reshape(architecture.features(), architecture.features());
        linear = mixing.of(t, matrix, pieces.get(piece++));
      }
      NDArray[] weights = new NDArray[architecture.layers()];
      NDArray[] biases = new NDArray[architecture.layers()];
      for (int l = 0; l < weights.length; l++) {
        weights[l] = pieces.get(piece++).reshape(architecture.outputs(l), architecture.inputs(l));
        biases[l] = pieces.get(piece++);
      }
      transforms.add(
          new FlowTransform(
              constants.orders()[t],
              linear,
              architecture.passed(),
              new Conditioner(weights, biases, architecture.residual()),
              constants.map()));
    }
  }

  /** The graph of theta as it is trained: its mixing is {@link LinearMixing#ofFactors}. */
  static FlowGraph factored(ParameterLayout layout, FlowConstants constants, NDArray theta) {
    return new FlowGraph(
        layout,
        constants,
        theta,
        (t, matrix, bias) -> LinearMixing.ofFactors(matrix, bias, constants.triangles()));
  }

  /**
   * The log-density of standardised rows, in nats per unit of standardised volume.
   *
   * @param z [batch, D]
   * @param context [batch, C]; of no columns where the flow has none
   * @return [batch]
   */
  NDArray logDensity(NDArray z, NDArray context) {
    Image image = forward(z, context);
    NDArray energy = image.noise.square().sum(new int[] {1}).mul(half);
    return image.logAbsDet.sub(energy).sub(architecture.features() * LOG_TWO_PI / 2);
  }

  /** From data to noise. */
  Image forward(NDArray z, NDArray context) {
    NDArray value = z;
    NDArray logDerivatives = null;
    NDArray mixed = null;
    for (FlowTransform transform : transforms) {
      FeatureMap.Image step = transform.forward(value, context);
      value = step.value();
      // Summed later over the features, so the order in which a transform has them is no matter.
      logDerivatives =
          logDerivatives == null
              ? step.logDerivatives()
              : logDerivatives.add(step.logDerivatives());
      LinearMixing mixing = transform.mixing();
      if (mixing != null) {
        mixed = mixed == null ? mixing.logAbsDet() : mixed.add(mixing.logAbsDet());
      }
    }
    if (logDerivatives == null) {
      throw new IllegalStateException("a flow without transforms");
    }
    NDArray logAbsDet = logDerivatives.sum(new int[] {1});
    return new Image(value, mixed == null ? logAbsDet : logAbsDet.add(mixed));
  }

  /** From noise to data, [batch, D]: autoregressive kinds pass D times through each transform. */
  NDArray inverse(NDArray u, NDArray context) {
    NDArray value = u;
    for (int t = transforms.size() - 1; t >= 0; t--) {
      value = transforms.get(t).inverse(value, context);
    }
    return value;
  }

  /** What enters the mixing of a transform, [batch, D]: for its data-dependent start. */
  NDArray enteringMixing(int transform, NDArray z, NDArray context) {
    NDArray value = z;
    for (FlowTransform before : transforms.subList(0, transform)) {
      value = before.forward(value, context).value();
    }
    return value.matMul(transforms.get(transform).order());
  }
}

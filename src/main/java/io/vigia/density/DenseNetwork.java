package io.vigia.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A dense network as a pure function of the parameters that it has in a {@link ParameterTable}:
 *
 * <pre>
 * h_0 = x        a_l = W_l h_l + b_l        h_(l+1) = silu(a_l)        the last a_l is the output
 * </pre>
 *
 * <p>with {@code silu(a) = a / (1 + exp(-a))} (Elfwing et al. 2018): smooth, so that a vector field
 * made of it has a divergence everywhere. Weights are [outputs, inputs], biases [outputs], named
 * {@code name.layer.l.weight} and {@code .bias}.
 */
public final class DenseNetwork {
  private record Layer(ParameterTable.Entry weight, ParameterTable.Entry bias) {
    int inputs() {
      return weight.shape()[1];
    }
  }

  /**
   * A value and its directional derivatives.
   *
   * @param value [batch, outputs]
   * @param tangents [directions, batch, outputs]: the Jacobian times each direction
   */
  public record Derivative(NDArray value, NDArray tangents) {}

  private final List<Layer> layers = new ArrayList<>();

  /**
   * Adds the network's parameters to {@code table}.
   *
   * @param name what its tensors' names begin with
   * @param hidden the widths of the layers between; may be empty
   */
  public DenseNetwork(
      ParameterTable table, String name, int inputs, List<Integer> hidden, int outputs) {
    int before = inputs;
    for (int l = 0; l <= hidden.size(); l++) {
      int width = l < hidden.size() ? hidden.get(l) : outputs;
      String layer = name + ".layer." + l;
      layers.add(
          new Layer(
              table.add(layer + ".weight", width, before), table.add(layer + ".bias", width)));
      before = width;
    }
  }

  /**
   * Writes a start into theta: hidden weights normal with variance 2 / inputs (He et al. 2015), the
   * last layer's with variance {@code gain^2} / inputs, biases 0. With a gain of 0 the network
   * begins as the function 0.
   */
  public void initialise(float[] theta, SplittableRandom random, double gain) {
    for (Layer layer : layers) {
      boolean last = layer == layers.get(layers.size() - 1);
      double deviation = (last ? gain : Math.sqrt(2)) / Math.sqrt(layer.inputs());
      for (int i = layer.weight.offset(); i < layer.weight.end(); i++) {
        theta[i] = (float) (deviation * random.nextGaussian());
      }
    }
  }

  /**
   * The network's output; differentiable in x and in the parameters.
   *
   * @param parameters what {@link ParameterTable#split} gives
   * @param x [batch, inputs]
   * @return [batch, outputs]
   */
  public NDArray apply(NDList parameters, NDArray x) {
    NDArray h = x;
    for (int l = 0; l < layers.size(); l++) {
      NDArray a = affine(parameters, layers.get(l), h);
      h = l + 1 < layers.size() ? silu(a) : a;
    }
    return h;
  }

  /**
   * The output with derivatives by forward-mode differentiation (Griewank and Walther 2008, chapter
   * 3): each tangent follows its value through the layers,
   *
   * <pre>
   * da_l = W_l dh_l        dh_(l+1) = silu'(a_l) da_l        silu'(a) = s + silu(a) (1 - s)
   * </pre>
   *
   * with s the logistic function of a. Needs no gradient collector.
   *
   * @param x [batch, inputs]
   * @param directions [directions, batch or 1, inputs]
   */
  public Derivative derivative(NDList parameters, NDArray x, NDArray directions) {
    NDArray h = x;
    NDArray tangents = directions;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      NDArray a = affine(parameters, layer, h);
      tangents = Linear.linear(tangents, weight(parameters, layer)).head();
      if (l + 1 == layers.size()) {
        Shape each = new Shape(tangents.getShape().get(0)).addAll(a.getShape());
        return new Derivative(a, tangents.broadcast(each));
      }
      NDArray s = Activation.sigmoid(a);
      h = a.mul(s);
      tangents = tangents.mul(s.add(h.mul(s.neg().add(1))));
    }
    throw new IllegalStateException("a network without layers");
  }

  /** {@code a / (1 + exp(-a))}, safe in a differentiated graph. */
  public static NDArray silu(NDArray a) {
    return a.mul(Activation.sigmoid(a));
  }

  private static NDArray affine(NDList parameters, Layer layer, NDArray h) {
    return Linear.linear(h, weight(parameters, layer), parameters.get(layer.bias.index())).head();
  }

  private static NDArray weight(NDList parameters, Layer layer) {
    return parameters.get(layer.weight.index());
  }
}

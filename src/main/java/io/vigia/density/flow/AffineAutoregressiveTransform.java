package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;

/**
 * One step of the flow, from data to noise (Papamakarios et al. 2017, equations 2 to 5). With v the
 * input in this transform's order, and mu_j, s_j from a masked network that for feature j sees v_i,
 * i {@literal <} j:
 *
 * <pre>
 * a_j = s_j / (1 + |s_j| / B)        u_j = (v_j - mu_j) exp(-a_j)        log|du/dv| = - sum_j a_j
 * </pre>
 *
 * <p>Shapes: v, u, mu, a are [batch, D]; the permutation matrix is [D, D]; the network's weights
 * are [outputs, inputs], its biases [outputs].
 */
final class AffineAutoregressiveTransform {
  private final NDArray order;
  private final NDArray[] weights;
  private final NDArray[] biases;
  private final NDArray bound;

  /** The value and the log-scales together; {@code log|det| = -sum(logScales, axis 1)}. */
  record Result(NDArray value, NDArray logScales) {}

  /**
   * @param order P of {@link FlowConstants}, [D, D]
   * @param bound B, a scalar
   */
  AffineAutoregressiveTransform(NDArray order, NDArray bound, NDArray[] weights, NDArray[] biases) {
    this.order = order;
    this.weights = weights;
    this.biases = biases;
    this.bound = bound;
  }

  /** From data to noise in one pass; z is [batch, D]. */
  Result forward(NDArray z) {
    NDArray v = z.matMul(order);
    Result conditioner = conditioner(v);
    NDArray u = v.sub(conditioner.value).mul(conditioner.logScales.neg().exp());
    return new Result(u, conditioner.logScales);
  }

  /**
   * From noise to data. Feature j needs the features before it, so each of D passes settles one
   * more: the i-th has the first i right whatever it began with.
   *
   * @param u [batch, D]
   * @return z, [batch, D]
   */
  NDArray inverse(NDArray u) {
    NDArray v = u.zerosLike();
    for (int pass = 0; pass < u.getShape().get(1); pass++) {
      Result conditioner = conditioner(v);
      v = u.mul(conditioner.logScales.exp()).add(conditioner.value);
    }
    // The transpose belongs to the order's scope, which may outlive many calls.
    try (NDArray back = order.transpose()) {
      return v.matMul(back);
    }
  }

  /** The shifts mu and the bounded log-scales a. */
  private Result conditioner(NDArray v) {
    NDArray h = v;
    int last = weights.length - 1;
    for (int l = 0; l < last; l++) {
      h = Activation.relu(Linear.linear(h, weights[l], biases[l]).head());
    }
    NDList halves = Linear.linear(h, weights[last], biases[last]).head().split(2, 1);
    NDArray a = Activation.softSign(halves.get(1).div(bound)).mul(bound);
    return new Result(halves.get(0), a);
  }
}

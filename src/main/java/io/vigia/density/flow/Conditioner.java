package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;

/**
 * The network that computes a map's parameters from what a transform may see. With h its input:
 *
 * <pre>
 * h = relu(W_0 h + b_0)        h = relu(W_l h + b_l), of a residual network h + relu(W_l h + b_l)
 * parameters = W_L h + b_L
 * </pre>
 *
 * @param weights [outputs, inputs] of each layer, masked where the flow is autoregressive
 * @param biases [outputs] of each layer
 * @param residual whether each hidden layer but the first adds its input
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Conditioner(NDArray[] weights, NDArray[] biases, boolean residual) {
  /** From [batch, inputs] to [batch, P n]. */
  NDArray parameters(NDArray input) {
    NDArray h = input;
    int last = weights.length - 1;
    for (int l = 0; l < last; l++) {
      NDArray next = Activation.relu(Linear.linear(h, weights[l], biases[l]).head());
      h = residual && l > 0 ? h.add(next) : next;
    }
    return Linear.linear(h, weights[last], biases[last]).head();
  }
}

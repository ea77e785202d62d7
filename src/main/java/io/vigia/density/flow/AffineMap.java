package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import io.vigia.kernel.FlowArchitecture;

/**
 * A shift mu and a bounded log-scale (Papamakarios et al. 2017, equations 2 to 5); with s the raw
 * second parameter and B the bound:
 *
 * <pre>
 * a = s / (1 + |s| / B)        u = (v - mu) exp(-a)        log du/dv = -a
 * </pre>
 */
final class AffineMap implements FeatureMap {
  private final NDArray bound;

  AffineMap(FlowArchitecture architecture, NDManager manager, DataType type) {
    this.bound = manager.create((float) architecture.logScaleBound()).toType(type, false);
  }

  @Override
  public Image forward(NDArray v, NDArray parameters) {
    NDList halves = parameters.split(2, 1);
    NDArray logDerivatives = logScales(halves.get(1)).neg();
    return new Image(v.sub(halves.get(0)).mul(logDerivatives.exp()), logDerivatives);
  }

  @Override
  public NDArray inverse(NDArray u, NDArray parameters) {
    NDList halves = parameters.split(2, 1);
    return u.mul(logScales(halves.get(1)).exp()).add(halves.get(0));
  }

  private NDArray logScales(NDArray raw) {
    return Activation.softSign(raw.div(bound)).mul(bound);
  }
}

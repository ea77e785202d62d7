package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * One step of a flow, from data to noise: the features in this transform's order, mixed where the
 * flow mixes, then mapped one by one with parameters from a network. An autoregressive transform
 * maps all of them, its masked network seeing for feature j the features before j; a coupling
 * transform passes the first on as they are, shows them to the network and maps the others.
 *
 * <p>Shapes: z, v, u are [batch, D]; the context is [batch, C], of no columns where there is none.
 *
 * @param order the permutation matrix P, [D, D]: {@code v = z P}
 * @param passed how many features a coupling transform passes on; 0 makes it autoregressive
 */
record FlowTransform(
    NDArray order,
    @Nullable LinearMixing mixing,
    int passed,
    Conditioner conditioner,
    FeatureMap map) {

  /**
   * From data to noise in one pass. The log-derivatives are of the mapped features; the mixing's
   * determinant, the same for all rows, is not among them.
   */
  FeatureMap.Image forward(NDArray z, NDArray context) {
    NDArray v = z.matMul(order);
    if (mixing != null) {
      v = mixing.forward(v);
    }
    if (passed == 0) {
      return map.forward(v, conditioner.parameters(with(v, context)));
    }
    NDList parts = v.split(new long[] {passed}, 1);
    FeatureMap.Image image =
        map.forward(parts.get(1), conditioner.parameters(with(parts.get(0), context)));
    return new FeatureMap.Image(parts.get(0).concat(image.value(), 1), image.logDerivatives());
  }

  /** From noise to data. */
  NDArray inverse(NDArray u, NDArray context) {
    NDArray v = passed == 0 ? autoregressed(u, context) : uncoupled(u, context);
    if (mixing != null) {
      v = mixing.inverse(v);
    }
    // The transpose belongs to the order's scope, which may outlive many calls.
    try (NDArray back = order.transpose()) {
      return v.matMul(back);
    }
  }

  /**
   * Feature j needs the features before it, so each of D passes settles one more: the i-th has the
   * first i right whatever it began with.
   */
  private NDArray autoregressed(NDArray u, NDArray context) {
    NDArray v = u.zerosLike();
    for (int pass = 0; pass < u.getShape().get(1); pass++) {
      v = map.inverse(u, conditioner.parameters(with(v, context)));
    }
    return v;
  }

  private NDArray uncoupled(NDArray u, NDArray context) {
    NDList parts = u.split(new long[] {passed}, 1);
    NDArray parameters = conditioner.parameters(with(parts.get(0), context));
    return parts.get(0).concat(map.inverse(parts.get(1), parameters), 1);
  }

  private static NDArray with(NDArray v, NDArray context) {
    return context.getShape().get(1) == 0 ? v : v.concat(context, 1);
  }
}

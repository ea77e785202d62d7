package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.vigia.kernel.FlowArchitecture;

/**
 * A family of increasing maps of one number, applied to n features of each row at once with
 * parameters for each: the elementwise part of a transform. Holds constants only, so that one map
 * serves all transforms of a flow.
 *
 * <p>Shapes: values are [batch, n]; parameters [batch, P n], n of the first parameter, then n of
 * the second, and so on.
 */
interface FeatureMap {
  /** Values, and for each the logarithm of the derivative that led there; both [batch, n]. */
  record Image(NDArray value, NDArray logDerivatives) {}

  /** From data to noise. */
  Image forward(NDArray v, NDArray parameters);

  /** From noise to data. */
  NDArray inverse(NDArray u, NDArray parameters);

  /** The map of this architecture, its constants in {@code manager} and of this type. */
  static FeatureMap of(FlowArchitecture architecture, NDManager manager, DataType type) {
    return architecture.spline()
        ? new SplineMap(architecture, manager, type)
        : new AffineMap(architecture, manager, type);
  }
}

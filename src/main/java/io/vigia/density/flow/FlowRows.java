package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a bundle's flow takes them, features and then context, made ready for a {@link
 * FlowGraph}: features standardised, {@code z = (x - mean) / scale}.
 */
final class FlowRows {
  private final int features;
  private final int context;
  private final NDArray mean;
  private final NDArray scale;
  private final double logVolume;

  /** What a graph takes: [batch, D], and [batch, C] where there is context. */
  record Parts(NDArray z, @Nullable NDArray context) {}

  FlowRows(float[] mean, float[] scale, int context, NDManager manager) {
    this.features = mean.length;
    this.context = context;
    this.mean = manager.create(mean, new Shape(1, features));
    this.scale = manager.create(scale, new Shape(1, features));
    double sum = 0;
    for (float s : scale) {
      sum += Math.log(s);
    }
    this.logVolume = sum;
  }

  /** Of rows [batch, D + C]. */
  Parts parts(NDArray rows) {
    if (context == 0) {
      return new Parts(standardised(rows), null);
    }
    NDList parts = rows.split(new long[] {features}, 1);
    return new Parts(standardised(parts.get(0)), parts.get(1));
  }

  /** Features in their own units, from z. */
  NDArray features(NDArray z) {
    return z.mul(scale).add(mean);
  }

  /** {@code sum_j log scale_j}: what a log-density of z has too much. */
  double logVolume() {
    return logVolume;
  }

  private NDArray standardised(NDArray x) {
    return x.sub(mean).div(scale);
  }
}

package io.vigia.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Tensor;
import java.util.Map;

/**
 * Rows of features and context as a network reads them: {@code z = (x - mean) / scale}, the context
 * as it is. Its arrays live until it is closed, so that a differentiated graph may use them.
 */
public final class Standardiser implements AutoCloseable {
  private final float[] mean;
  private final float[] scale;
  private final NDArray shift;
  private final NDArray factor;

  /** The two halves of rows: z is [batch, D], the context [batch, C], maybe of no columns. */
  public record Split(NDArray z, NDArray context) {
    /** {@code other} beside the context: what a network that is told of it reads. */
    public NDArray withContext(NDArray other) {
      return context.getShape().get(1) == 0 ? other : other.concat(context, 1);
    }
  }

  /**
   * @param mean [D], of each feature
   * @param scale [D], above 0
   * @throws IllegalArgumentException where a scale is not above 0, or they differ in length
   */
  public Standardiser(NDManager manager, float[] mean, float[] scale) {
    requireLength(mean, scale, mean.length);
    for (float one : scale) {
      if (!(one > 0 && Float.isFinite(1 / one))) {
        throw new IllegalArgumentException(
            FlowWeights.SCALE + " holds " + one + "; allowed: above 0 (is a column constant?)");
      }
    }
    this.mean = mean.clone();
    this.scale = scale.clone();
    Shape shape = new Shape(1, mean.length);
    this.shift = manager.create(this.mean, shape);
    this.factor = manager.create(this.scale, shape);
  }

  /**
   * From a bundle's tensors {@code standardise.mean} and {@code standardise.scale}.
   *
   * @throws IllegalArgumentException where one is missing or does not fit
   */
  public static Standardiser of(NDManager manager, Map<String, Tensor> tensors, int features) {
    return new Standardiser(
        manager,
        ParameterTable.floats(tensors, FlowWeights.MEAN, features),
        ParameterTable.floats(tensors, FlowWeights.SCALE, features));
  }

  /**
   * @throws IllegalArgumentException where there are not {@code features} means and scales
   */
  public static void requireLength(float[] mean, float[] scale, int features) {
    if (mean.length != features || scale.length != features) {
      throw new IllegalArgumentException(
          mean.length
              + " means and "
              + scale.length
              + " scales; "
              + features
              + " of each are needed, one for a feature");
    }
  }

  /** Adds the two tensors to those of a bundle. */
  public void store(Map<String, Tensor> tensors) {
    tensors.put(FlowWeights.MEAN, Tensor.of(mean.clone(), mean.length));
    tensors.put(FlowWeights.SCALE, Tensor.of(scale.clone(), scale.length));
  }

  /** Rows [batch, D + C] as standardised features and context. */
  public Split apply(NDArray rows) {
    long features = mean.length;
    NDArray x = rows;
    NDArray context = rows.get(":, " + features + ":");
    if (context.getShape().get(1) > 0) {
      x = rows.get(":, :" + features);
    }
    return new Split(x.sub(shift).div(factor), context);
  }

  /** From standardised features back, both [batch, D]. */
  public NDArray invert(NDArray z) {
    return z.mul(factor).add(shift);
  }

  /** {@code sum_j log scale_j}: what to take from a log-density of z to have that of x, in nats. */
  public double logVolume() {
    double sum = 0;
    for (float one : scale) {
      sum += Math.log(one);
    }
    return sum;
  }

  @Override
  public void close() {
    shift.close();
    factor.close();
  }
}

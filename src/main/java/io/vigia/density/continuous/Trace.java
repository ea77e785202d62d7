package io.vigia.density.continuous;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.DenseNetwork;
import io.vigia.density.RowNoise;

/**
 * How the divergence {@code tr(dv/dx)} is had from the field's derivatives along directions.
 *
 * <p>Exact: along each of the D axes, each giving its diagonal element (Chen et al. 2018, equation
 * 8). Estimated: along S random vectors of signs, {@code e' (dv/dx) e} for each (Hutchinson 1990;
 * Grathwohl et al. 2019, equation 7), the same vectors all along the way.
 *
 * @param directions [D or S, batch or 1, network inputs]; zero for what is not x
 * @param projections the same without the zeros, [D or S, batch or 1, D]
 * @param exact whether the divergence is one exact number, or S estimates
 */
record Trace(NDArray directions, NDArray projections, boolean exact) {
  /** Along the axes. */
  static Trace exact(VectorField field, NDManager scope, DataType type) {
    int features = field.architecture().features();
    float[] axes = new float[features * features];
    for (int j = 0; j < features; j++) {
      axes[j * features + j] = 1;
    }
    return along(field, axes, new Shape(features, 1, features), true, scope, type);
  }

  /** Along {@code probes} vectors of signs for each row, which follow from the row's values. */
  static Trace estimated(
      VectorField field, float[] rows, int first, int count, int probes, NDManager scope) {
    int features = field.architecture().features();
    float[] signs =
        RowNoise.signs(rows, first, count, field.architecture().inputs(), probes * features);
    float[] byProbe = new float[signs.length];
    for (int i = 0; i < signs.length; i++) {
      int row = i / (probes * features);
      int probe = i / features % probes;
      byProbe[(probe * count + row) * features + i % features] = signs[i];
    }
    Shape shape = new Shape(probes, count, features);
    return along(field, byProbe, shape, false, scope, DataType.FLOAT32);
  }

  private static Trace along(
      VectorField field,
      float[] vectors,
      Shape shape,
      boolean exact,
      NDManager scope,
      DataType type) {
    NDArray projections = scope.create(vectors, shape).toType(type, false);
    long rest = field.networkInputs() - shape.get(2);
    NDArray zeros = scope.zeros(new Shape(shape.get(0), shape.get(1), rest), type);
    return new Trace(projections.concat(zeros, 2), projections, exact);
  }

  /** The divergence, [batch, 1], or its S estimates, [batch, S]. */
  NDArray divergence(DenseNetwork.Derivative derivative) {
    NDArray diagonal = derivative.tangents().mul(projections).sum(new int[] {2});
    return exact ? diagonal.sum(new int[] {0}).expandDims(1) : diagonal.transpose();
  }
}

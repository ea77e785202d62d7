package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vigia.kernel.FlowArchitecture;

/**
 * What a flow's graph reads besides its parameters and rows, in a scope that outlives the graph.
 *
 * <p>The numbers are arrays for a reason: DJL's {@code x.mul(0.5)} puts the number into a Java
 * buffer that it lets go of at once, while the graph still points there; a garbage collection
 * before the backward pass then makes gradients of whatever lies there (DJL 0.36, seen here as NaN
 * once in some thousand steps). {@code x.clip(a, b)} does the same. Adding a number is safe, since
 * no gradient needs it.
 *
 * @param orders for each transform a permutation matrix P, [D, D]: {@code v = z P} for {@code v[j]
 *     = z[p[j]]}, exact because its other elements are 0
 * @param map the map of one feature, the same for all transforms
 * @param triangles for linear mixing
 * @param half one half
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FlowConstants(
    NDArray[] orders, FeatureMap map, LinearMixing.Triangles triangles, NDArray half) {

  /**
   * The constants in {@code manager}, of the type that theta and the rows will have.
   *
   * @param permutations [transforms][D]
   */
  static FlowConstants of(
      FlowArchitecture architecture, int[][] permutations, NDManager manager, DataType type) {
    NDArray[] orders = new NDArray[permutations.length];
    for (int t = 0; t < orders.length; t++) {
      orders[t] = order(permutations[t], manager).toType(type, false);
    }
    return new FlowConstants(
        orders,
        FeatureMap.of(architecture, manager, type),
        triangles(architecture.features(), manager, type),
        manager.create(0.5f).toType(type, false));
  }

  private static NDArray order(int[] permutation, NDManager manager) {
    int features = permutation.length;
    float[] matrix = new float[features * features];
    for (int j = 0; j < features; j++) {
      matrix[permutation[j] * features + j] = 1;
    }
    return manager.create(matrix, new Shape(features, features));
  }

  private static LinearMixing.Triangles triangles(int features, NDManager manager, DataType type) {
    float[][] masks = new float[3][features * features];
    for (int row = 0; row < features; row++) {
      for (int column = 0; column < features; column++) {
        int which = row > column ? 0 : row < column ? 1 : 2;
        masks[which][row * features + column] = 1;
      }
    }
    Shape shape = new Shape(features, features);
    return new LinearMixing.Triangles(
        manager.create(masks[0], shape).toType(type, false),
        manager.create(masks[1], shape).toType(type, false),
        manager.create(masks[2], shape).toType(type, false));
  }
}

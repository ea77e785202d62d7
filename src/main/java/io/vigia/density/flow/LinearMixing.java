package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;

/**
 * An invertible linear map of a row and a shift: {@code v = M z + b}.
 *
 * @param matrix M, [D, D]
 * @param bias b, [D]
 * @param logAbsDet {@code log |det M|}, a scalar
 */
record LinearMixing(NDArray matrix, NDArray bias, NDArray logAbsDet) {
  /**
   * The product of a lower triangle with ones on its diagonal and an upper triangle with positive
   * diagonal, as Kingma and Dhariwal 2018 ("Glow", equation 10; also Oliva et al. 2018 and Durkan
   * et al. 2019, appendix B), whose permutation is the transform's. Both triangles lie in one
   * matrix A of free parameters, in which zeros make the identity:
   *
   * <pre>
   * M = (I + lower(A)) (upper(A) + diag(exp(A_jj)))        log det M = sum_j A_jj
   * </pre>
   *
   * @param factors A, [D, D]
   */
  static LinearMixing ofFactors(NDArray factors, NDArray bias, Triangles triangles) {
    NDArray diagonal = factors.mul(triangles.identity()).sum(new int[] {1});
    NDArray lower = factors.mul(triangles.lower()).add(triangles.identity());
    // A row of the identity times a number of its column.
    NDArray scale = diagonal.exp().mul(triangles.identity());
    NDArray upper = factors.mul(triangles.upper()).add(scale);
    return new LinearMixing(lower.matMul(upper), bias, diagonal.sum());
  }

  /** [batch, D] to [batch, D]. */
  NDArray forward(NDArray z) {
    return Linear.linear(z, matrix, bias).head();
  }

  /** Back. */
  NDArray inverse(NDArray v) {
    // They belong to the matrix's scope, which may outlive many calls.
    try (NDArray inverse = matrix.inverse();
        NDArray transposed = inverse.transpose()) {
      return v.sub(bias).matMul(transposed);
    }
  }

  /** Ones strictly below the diagonal, strictly above it and on it, elsewhere zeros; all [D, D]. */
  record Triangles(NDArray lower, NDArray upper, NDArray identity) {}
}

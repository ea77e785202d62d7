package io.vigia.density.flow;

/** Determinants and triangular products of small matrices, row-major, in double precision. */
final class SquareMatrix {
  private SquareMatrix() {}

  /**
   * {@code log |det M|} by elimination with partial pivoting; negative infinity where M is
   * singular.
   *
   * @param matrix [n, n], left as it is
   */
  static double logAbsDeterminant(double[] matrix, int n) {
    double[] m = matrix.clone();
    double sum = 0;
    for (int pivot = 0; pivot < n; pivot++) {
      int best = pivot;
      for (int row = pivot + 1; row < n; row++) {
        best = Math.abs(m[row * n + pivot]) > Math.abs(m[best * n + pivot]) ? row : best;
      }
      for (int column = 0; column < n; column++) {
        double kept = m[pivot * n + column];
        m[pivot * n + column] = m[best * n + column];
        m[best * n + column] = kept;
      }
      double divisor = m[pivot * n + pivot];
      sum += Math.log(Math.abs(divisor));
      if (divisor == 0) {
        return Double.NEGATIVE_INFINITY;
      }
      for (int row = pivot + 1; row < n; row++) {
        double factor = m[row * n + pivot] / divisor;
        for (int column = pivot; column < n; column++) {
          m[row * n + column] -= factor * m[pivot * n + column];
        }
      }
    }
    return sum;
  }

  /** M of {@link LinearMixing#ofFactors}, from A. */
  static double[] ofFactors(double[] factors, int n) {
    double[] product = new double[n * n];
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        double sum = 0;
        for (int k = 0; k <= Math.min(row, column); k++) {
          double lower = k == row ? 1 : factors[row * n + k];
          double upper = k == column ? Math.exp(factors[k * n + k]) : factors[k * n + column];
          sum += lower * upper;
        }
        product[row * n + column] = sum;
      }
    }
    return product;
  }

  /**
   * A of {@link LinearMixing#ofFactors}, from M: elimination without pivoting, which is unique.
   *
   * @throws IllegalArgumentException where a pivot is not above 0, so that M is no such product
   */
  static double[] factors(double[] matrix, int n) {
    double[] m = matrix.clone();
    for (int pivot = 0; pivot < n; pivot++) {
      double divisor = m[pivot * n + pivot];
      if (!(divisor > 0)) {
        throw new IllegalArgumentException(
            "pivot "
                + pivot
                + " of a mixing matrix is "
                + divisor
                + "; above 0 is needed to train on from it");
      }
      for (int row = pivot + 1; row < n; row++) {
        double factor = m[row * n + pivot] / divisor;
        m[row * n + pivot] = factor;
        for (int column = pivot + 1; column < n; column++) {
          m[row * n + column] -= factor * m[pivot * n + column];
        }
      }
    }
    for (int j = 0; j < n; j++) {
      m[j * n + j] = Math.log(m[j * n + j]);
    }
    return m;
  }
}

package io.vigia.scoring.reason;

/** Small dense systems of equations, by elimination with row pivots. */
final class LinearSystem {
  private LinearSystem() {}

  /** x of {@code matrix x = right}; both are overwritten. The matrix is positive definite. */
  static double[] solve(double[][] matrix, double[] right) {
    double[][] columns = new double[right.length][1];
    for (int i = 0; i < right.length; i++) {
      columns[i][0] = right[i];
    }
    eliminate(matrix, columns);
    for (int i = 0; i < right.length; i++) {
      right[i] = columns[i][0];
    }
    return right;
  }

  /** The inverse; the matrix, positive definite, is overwritten. */
  static double[][] inverse(double[][] matrix) {
    double[][] inverse = new double[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      inverse[i][i] = 1;
    }
    eliminate(matrix, inverse);
    return inverse;
  }

  /** Turns {@code matrix} into the unit matrix and {@code right} into the solution. */
  private static void eliminate(double[][] matrix, double[][] right) {
    int n = matrix.length;
    for (int step = 0; step < n; step++) {
      int pivot = step;
      for (int i = step + 1; i < n; i++) {
        pivot = Math.abs(matrix[i][step]) > Math.abs(matrix[pivot][step]) ? i : pivot;
      }
      swap(matrix, step, pivot);
      swap(right, step, pivot);
      double divisor = matrix[step][step];
      for (int i = 0; i < n; i++) {
        double factor = i == step ? 0 : matrix[i][step] / divisor;
        if (factor != 0) {
          subtract(matrix[i], matrix[step], factor);
          subtract(right[i], right[step], factor);
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < right[i].length; k++) {
        right[i][k] /= matrix[i][i];
      }
    }
  }

  private static void swap(double[][] rows, int one, int other) {
    double[] row = rows[one];
    rows[one] = rows[other];
    rows[other] = row;
  }

  private static void subtract(double[] from, double[] row, double factor) {
    for (int k = 0; k < from.length; k++) {
      from[k] -= factor * row[k];
    }
  }
}

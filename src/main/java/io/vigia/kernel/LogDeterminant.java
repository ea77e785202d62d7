package io.vigia.kernel;

/** Of square matrices, by Gaussian elimination with partial pivoting in double precision. */
final class LogDeterminant {
  /** A pivot below this share of the largest number in the matrix is rounding, not rank. */
  private static final double SINGULAR = 1e-12;

  private LogDeterminant() {}

  /**
   * {@code log|det M|}, in nats; minus infinity where the matrix is singular to working precision.
   *
   * @param matrix row-major, [size, size], finite
   */
  static double of(float[] matrix, int size) {
    double[][] rows = new double[size][size];
    double largest = 0;
    for (int i = 0; i < matrix.length; i++) {
      rows[i / size][i % size] = matrix[i];
      largest = Math.max(largest, Math.abs(matrix[i]));
    }
    double sum = 0;
    for (int column = 0; column < size; column++) {
      int pivot = pivot(rows, column);
      double[] row = rows[pivot];
      rows[pivot] = rows[column];
      rows[column] = row;
      if (!(Math.abs(row[column]) > SINGULAR * largest)) {
        return Double.NEGATIVE_INFINITY;
      }
      sum += Math.log(Math.abs(row[column]));
      eliminate(rows, column);
    }
    return sum;
  }

  private static int pivot(double[][] rows, int column) {
    int pivot = column;
    for (int i = column + 1; i < rows.length; i++) {
      if (Math.abs(rows[i][column]) > Math.abs(rows[pivot][column])) {
        pivot = i;
      }
    }
    return pivot;
  }

  private static void eliminate(double[][] rows, int column) {
    double[] row = rows[column];
    for (int i = column + 1; i < rows.length; i++) {
      double factor = rows[i][column] / row[column];
      for (int j = column; j < row.length; j++) {
        rows[i][j] -= factor * row[j];
      }
    }
  }
}

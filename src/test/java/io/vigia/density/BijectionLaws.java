package io.vigia.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What every bijection of a flow must hold, in double precision. */
public final class BijectionLaws {
  private static final double STEP = 1e-5;

  private BijectionLaws() {}

  /** A map of R^D onto itself with its log-determinant, in double precision. */
  public interface Bijection {
    double[] forward(double[] x);

    double[] inverse(double[] u);

    /** {@code log |det du/dx|} at x. */
    double logAbsDetJacobian(double[] x);
  }

  /** {@code inverse(forward(x)) = x}, and not because both are the identity. */
  public static void inverts(Bijection bijection, double[] x, double tolerance) {
    double[] u = bijection.forward(x);
    assertThat(u).as("forward moves the point").isNotEqualTo(x);
    assertThat(bijection.inverse(u)).containsExactly(x, within(tolerance));
  }

  /** The log-determinant is that of a Jacobian by central differences. */
  public static void hasTheNumericJacobian(Bijection bijection, double[] x, double tolerance) {
    double numeric = Math.log(Math.abs(determinant(jacobian(bijection, x))));
    assertThat(bijection.logAbsDetJacobian(x)).isCloseTo(numeric, within(tolerance));
  }

  private static double[][] jacobian(Bijection bijection, double[] x) {
    double[][] jacobian = new double[x.length][x.length];
    for (int column = 0; column < x.length; column++) {
      double[] above = x.clone();
      double[] below = x.clone();
      above[column] += STEP;
      below[column] -= STEP;
      double[] high = bijection.forward(above);
      double[] low = bijection.forward(below);
      for (int row = 0; row < x.length; row++) {
        jacobian[row][column] = (high[row] - low[row]) / (2 * STEP);
      }
    }
    return jacobian;
  }

  /** By Gaussian elimination with partial pivoting. */
  private static double determinant(double[][] matrix) {
    double determinant = 1;
    for (int pivot = 0; pivot < matrix.length; pivot++) {
      int best = pivot;
      for (int row = pivot; row < matrix.length; row++) {
        best = Math.abs(matrix[row][pivot]) > Math.abs(matrix[best][pivot]) ? row : best;
      }
      double[] line = matrix[best];
      matrix[best] = matrix[pivot];
      matrix[pivot] = line;
      determinant *= best == pivot ? line[pivot] : -line[pivot];
      for (int row = pivot + 1; row < matrix.length; row++) {
        double factor = matrix[row][pivot] / line[pivot];
        for (int column = pivot; column < matrix.length; column++) {
          matrix[row][column] -= factor * line[column];
        }
      }
    }
    return determinant;
  }
}

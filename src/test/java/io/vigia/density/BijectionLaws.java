package io.vigia.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;

/** What every bijection of a flow, and every density that it makes, must hold; double precision. */
public final class BijectionLaws {
  private static final double STEP = 1e-6;

  private BijectionLaws() {}

  /** A map of R^D onto itself with its log-determinant, in double precision. */
  public interface Bijection {
    double[] forward(double[] x);

    double[] inverse(double[] u);

    /** {@code log |det du/dx|} at x. */
    double logAbsDetJacobian(double[] x);
  }

  /** A density of rows, one after the other: its logarithm for each. */
  @FunctionalInterface
  public interface RowDensity {
    double[] logDensity(double[] rows);
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

  /**
   * The integral over the plane is 1: the midpoint rule in t with {@code x = sinh(t)}, which is
   * fine in the middle and coarse in the tails.
   *
   * @param end how far out it looks, in x
   * @param cells along each axis
   */
  public static void integratesToOne(RowDensity density, double end, int cells, double tolerance) {
    double limit = Math.log(end + Math.sqrt(end * end + 1));
    double step = 2 * limit / cells;
    double integral = 0;
    double[] rows = new double[2 * cells];
    for (int i = 0; i < cells; i++) {
      double s = -limit + (i + 0.5) * step;
      for (int j = 0; j < cells; j++) {
        rows[2 * j] = Math.sinh(s);
        rows[2 * j + 1] = Math.sinh(-limit + (j + 0.5) * step);
      }
      double[] logDensity = density.logDensity(rows);
      for (int j = 0; j < cells; j++) {
        double area = Math.cosh(s) * Math.cosh(-limit + (j + 0.5) * step) * step * step;
        integral += Math.exp(logDensity[j]) * area;
      }
    }
    assertThat(integral).isCloseTo(1, within(tolerance));
  }

  /** Along a ray the density is finite at each of these distances, and less at each than before. */
  public static void fallsFarOut(RowDensity density, double[] direction, double... distances) {
    double before = Double.POSITIVE_INFINITY;
    for (double distance : distances) {
      double[] x = Arrays.stream(direction).map(part -> part * distance).toArray();
      double at = density.logDensity(x)[0];
      assertThat(at).as("log-density at distance %s", distance).isFinite().isLessThan(before);
      before = at;
    }
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

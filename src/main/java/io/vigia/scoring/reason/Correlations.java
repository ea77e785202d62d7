package io.vigia.scoring.reason;

import io.vigia.model.TypicalRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A Gaussian of the coordinates of typical rows. It is only asked which sets of features are worth
 * a look by the density itself, and where to begin there: with z the standardised coordinates,
 * Lambda their precision matrix and {@code r = Lambda z}, giving the features S their best values
 * lowers -log of the Gaussian by
 *
 * <pre>{@code r_S' (Lambda_SS)^-1 r_S / 2,   at   z_S - (Lambda_SS)^-1 r_S}</pre>
 *
 * (the conditional of a Gaussian; Bishop 2006, equations 2.73 and 2.75).
 */
final class Correlations {
  /** Sets are made of this many features, those that deviate most. */
  private static final int LOOKED_AT = 24;

  /** At least so many rows: of fewer a correlation says little. */
  private static final int LEAST_ROWS = 50;

  private final Axis[] axes;
  private final double[] mean;
  private final double[] deviation;
  private final double[][] precision;

  private Correlations(Axis[] axes, double[] mean, double[] deviation, double[][] precision) {
    this.axes = axes;
    this.mean = mean;
    this.deviation = deviation;
    this.precision = precision;
  }

  /**
   * Of these rows; of too few, as if no feature were correlated with another.
   *
   * @param axes of the features, in the order of a row
   */
  static Correlations of(Axis[] axes, TypicalRows typical) {
    int d = axes.length;
    int n = typical.size();
    double[] mean = new double[d];
    double[] deviation = new double[d];
    Arrays.fill(deviation, 1);
    double[][] matrix = new double[d][d];
    if (n >= LEAST_ROWS) {
      double[][] z = new double[n][d];
      for (int row = 0; row < n; row++) {
        float[] values = typical.row(row);
        for (int j = 0; j < d; j++) {
          z[row][j] = axes[j].standardised(values[j]);
          mean[j] += z[row][j] / n;
        }
      }
      for (int j = 0; j < d; j++) {
        double squares = 0;
        for (int row = 0; row < n; row++) {
          squares += (z[row][j] - mean[j]) * (z[row][j] - mean[j]);
        }
        deviation[j] = squares > 0 ? Math.sqrt(squares / n) : 1;
      }
      // A little of independence, so that the matrix has an inverse where rows are few.
      double shrunk = d / (d + 10.0 * n);
      for (int j = 0; j < d; j++) {
        for (int k = 0; k < d; k++) {
          double sum = 0;
          for (int row = 0; row < n; row++) {
            sum += (z[row][j] - mean[j]) * (z[row][k] - mean[k]);
          }
          matrix[j][k] = (1 - shrunk) * sum / n / deviation[j] / deviation[k];
        }
      }
    }
    for (int j = 0; j < d; j++) {
      matrix[j][j] = 1;
    }
    return new Correlations(axes, mean, deviation, LinearSystem.inverse(matrix));
  }

  /** A row's deviation from the Gaussian. */
  Deviation of(float[] row) {
    double[] z = new double[axes.length];
    for (int j = 0; j < z.length; j++) {
      boolean lies = axes[j].isLine() && !Float.isNaN(row[j]) && !axes[j].isPoint(row[j]);
      z[j] = lies ? (axes[j].standardised(row[j]) - mean[j]) / deviation[j] : 0;
    }
    double[] residual = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      for (int k = 0; k < z.length; k++) {
        residual[j] += precision[j][k] * z[k];
      }
    }
    return new Deviation(row, z, residual);
  }

  /** How a row deviates. */
  final class Deviation {
    private final float[] row;
    private final double[] z;
    private final double[] residual;

    private Deviation(float[] row, double[] z, double[] residual) {
      this.row = row;
      this.z = z;
      this.residual = residual;
    }

    /** By how many nats the best values of these features would lower it. */
    double gain(int... features) {
      double[] step = step(features);
      double sum = 0;
      for (int i = 0; i < features.length; i++) {
        sum += residual[features[i]] * step[i];
      }
      return sum / 2;
    }

    /** The best values of these features given the others; of a category the one it is. */
    float[] best(int... features) {
      double[] step = step(features);
      float[] values = new float[features.length];
      for (int i = 0; i < values.length; i++) {
        int j = features[i];
        values[i] =
            axes[j].isLine() ? axes[j].value(mean[j] + deviation[j] * (z[j] - step[i])) : row[j];
      }
      return values;
    }

    private double[] step(int... features) {
      double[][] matrix = new double[features.length][features.length];
      double[] right = new double[features.length];
      for (int i = 0; i < features.length; i++) {
        right[i] = residual[features[i]];
        for (int k = 0; k < features.length; k++) {
          matrix[i][k] = precision[features[i]][features[k]];
        }
      }
      return LinearSystem.solve(matrix, right);
    }

    /** The pairs that would lower it most. */
    List<int[]> pairs(int most) {
      int[] some = deviating();
      List<int[]> pairs = new ArrayList<>();
      for (int i = 0; i < some.length; i++) {
        for (int k = i + 1; k < some.length; k++) {
          pairs.add(new int[] {some[i], some[k]});
        }
      }
      pairs.sort(Comparator.comparingDouble(pair -> -gain(pair)));
      return pairs.subList(0, Math.min(most, pairs.size()));
    }

    /** The features on a line that deviate most, by themselves or given the others. */
    private int[] deviating() {
      List<Integer> order = new ArrayList<>();
      for (int j = 0; j < z.length; j++) {
        if (axes[j].isLine()) {
          order.add(j);
        }
      }
      order.sort(Comparator.comparingDouble(j -> -Math.max(z[j] * z[j] / 2, gain(j))));
      return order.stream().limit(LOOKED_AT).mapToInt(j -> j).toArray();
    }
  }
}

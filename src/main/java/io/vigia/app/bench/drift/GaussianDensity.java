package io.vigia.app.bench.drift;

import java.util.List;

/**
 * A Gaussian with the mean and covariance of some rows: cheap to fit and to ask. Missing values
 * count as the mean.
 */
final class GaussianDensity {
  private static final double RIDGE = 1e-9;

  private final double[] mean;
  private final double[] deviation;
  private final double[][] factor;

  private GaussianDensity(double[] mean, double[] deviation, double[][] factor) {
    this.mean = mean;
    this.deviation = deviation;
    this.factor = factor;
  }

  static GaussianDensity of(List<float[]> rows) {
    int d = rows.get(0).length;
    double[] mean = new double[d];
    for (float[] row : rows) {
      for (int i = 0; i < d; i++) {
        mean[i] += row[i] / (double) rows.size();
      }
    }
    double[][] covariance = new double[d][d];
    for (float[] row : rows) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += (row[i] - mean[i]) * (row[j] - mean[j]) / rows.size();
        }
      }
    }
    double[] deviation = new double[d];
    for (int i = 0; i < d; i++) {
      deviation[i] = Math.sqrt(covariance[i][i]);
      covariance[i][i] += RIDGE * covariance[i][i] + Double.MIN_NORMAL;
    }
    return new GaussianDensity(mean, deviation, cholesky(covariance));
  }

  /** The lower factor of a covariance, of which the lower half is read. */
  private static double[][] cholesky(double[][] covariance) {
    int d = covariance.length;
    double[][] factor = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = covariance[i][j];
        for (int k = 0; k < j; k++) {
          rest -= factor[i][k] * factor[j][k];
        }
        factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
      }
    }
    return factor;
  }

  /** Standard deviation of a feature. */
  double deviation(int feature) {
    return deviation[feature];
  }

  double mean(int feature) {
    return mean[feature];
  }

  /** Half the squared Mahalanobis distance: nll in nats but for a constant. */
  double nll(float[] row) {
    double[] z = new double[row.length];
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      double rest = Float.isNaN(row[i]) ? 0 : row[i] - mean[i];
      for (int k = 0; k < i; k++) {
        rest -= factor[i][k] * z[k];
      }
      z[i] = rest / factor[i][i];
      sum += z[i] * z[i];
    }
    return sum / 2;
  }
}

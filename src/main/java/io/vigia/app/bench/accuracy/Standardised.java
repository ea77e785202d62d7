package io.vigia.app.bench.accuracy;

/** Rows less the training rows' mean, over their standard deviation (1 for a constant column). */
final class Standardised {
  private final double[] mean;
  private final double[] scale;

  private Standardised(double[] mean, double[] scale) {
    this.mean = mean;
    this.scale = scale;
  }

  static Standardised on(float[] train, int features) {
    int rows = train.length / features;
    double[] mean = new double[features];
    double[] scale = new double[features];
    for (int i = 0; i < train.length; i++) {
      mean[i % features] += train[i] / (double) rows;
    }
    for (int i = 0; i < train.length; i++) {
      double deviation = train[i] - mean[i % features];
      scale[i % features] += deviation * deviation / rows;
    }
    for (int j = 0; j < features; j++) {
      scale[j] = scale[j] > 0 ? Math.sqrt(scale[j]) : 1;
    }
    return new Standardised(mean, scale);
  }

  double[][] apply(float[] rows) {
    int features = mean.length;
    double[][] z = new double[rows.length / features][features];
    for (int i = 0; i < rows.length; i++) {
      int j = i % features;
      z[i / features][j] = (rows[i] - mean[j]) / scale[j];
    }
    return z;
  }
}

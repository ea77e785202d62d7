package io.vigia.scoring.reason;

import java.util.Arrays;

/**
 * What two features are expected to be, each given all others but the other one: {@code p(x_a |
 * x_-ab)} and {@code p(x_b | x_-ab)}, by the trapezoidal rule on {@value #NODES} by {@value #NODES}
 * nodes over {@value #REACH} spreads either side of the centres. Narrow ridges are integrated well
 * as long as a step, half a spread, is not above one and a half of their standard deviations.
 */
final class PairQuadrature {
  private static final int NODES = 20;
  private static final double REACH = 4.75;

  private final ReferenceDensity density;
  private final Axis[] axes;

  PairQuadrature(ReferenceDensity density, Axis[] axes) {
    this.density = density;
    this.axes = axes;
  }

  /** Values of a feature with the logarithms of their weights. */
  private record Nodes(float[] values, double[] logMeasures) {
    static Nodes of(Axis axis) {
      float[] points = axis.points();
      int even = axis.isLine() ? NODES : 0;
      float[] values = new float[even + points.length];
      double[] measures = new double[values.length];
      double step = 2 * REACH / (NODES - 1);
      for (int k = 0; k < even; k++) {
        values[k] = axis.value(-REACH + step * k);
        measures[k] = Math.log(step) + axis.logStretch(values[k]);
      }
      for (int k = 0; k < points.length; k++) {
        values[even + k] = points[k];
        measures[even + k] = axis.isLine() ? Math.log(axis.width()) : 0;
      }
      return new Nodes(values, measures);
    }
  }

  /** Of the one feature and of the other. */
  Conditional[] marginals(float[] row, int one, int other) {
    Nodes a = Nodes.of(axes[one]);
    Nodes b = Nodes.of(axes[other]);
    int count = a.values.length * b.values.length;
    float[] rows = new float[count * row.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(row, 0, rows, i * row.length, row.length);
      rows[i * row.length + one] = a.values[i / b.values.length];
      rows[i * row.length + other] = b.values[i % b.values.length];
    }
    double[] logs = new double[count];
    density.at(rows, count, logs);
    double[] ofA = new double[a.values.length];
    double[] ofB = new double[b.values.length];
    Arrays.fill(ofA, Double.NEGATIVE_INFINITY);
    Arrays.fill(ofB, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < count; i++) {
      int k = i / b.values.length;
      int l = i % b.values.length;
      ofA[k] = logSum(ofA[k], logs[i] + b.logMeasures[l]);
      ofB[l] = logSum(ofB[l], logs[i] + a.logMeasures[k]);
    }
    return new Conditional[] {
      Conditional.of(a.values, ofA, a.logMeasures, axes[one].isLine()),
      Conditional.of(b.values, ofB, b.logMeasures, axes[other].isLine())
    };
  }

  private static double logSum(double one, double other) {
    double larger = Math.max(one, other);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(one, other) - larger));
  }
}

package io.vigia.sim;

import java.util.List;

/**
 * The two-point correlation of clouds of points by separation r, against independent points of the
 * same envelope (Landy and Szalay 1993, equation 30):
 *
 * <pre>
 * xi(r) = (DD - 2 DR + RR) / RR
 * </pre>
 *
 * <p>DD, DR and RR are shares of the pairs whose separation falls into a bin: of pairs inside one
 * cloud, of a cloud's and an independent point, of two independent points.
 */
public final class TwoPointCorrelation {
  private final double[] edges;
  private final double[][] independent;
  private final double[] ofIndependent;

  /**
   * @param edges of the bins of r, rising
   * @param independent points of the envelope, [points][coordinates]: their noise is in all results
   */
  public TwoPointCorrelation(double[] edges, double[][] independent) {
    this.edges = edges.clone();
    this.independent = independent.clone();
    this.ofIndependent = new double[edges.length - 1];
    count(independent, ofIndependent);
    scale(ofIndependent, pairs(independent.length));
  }

  /**
   * @param clouds each [points][coordinates]
   * @return xi in each bin
   */
  public double[] of(List<double[][]> clouds) {
    double[] within = new double[ofIndependent.length];
    double[] across = new double[ofIndependent.length];
    double withinPairs = 0;
    double acrossPairs = 0;
    for (double[][] cloud : clouds) {
      count(cloud, within);
      withinPairs += pairs(cloud.length);
      for (double[] point : cloud) {
        for (double[] other : independent) {
          add(point, other, across);
        }
      }
      acrossPairs += (double) cloud.length * independent.length;
    }
    scale(within, withinPairs);
    scale(across, acrossPairs);
    double[] xi = new double[within.length];
    for (int bin = 0; bin < xi.length; bin++) {
      xi[bin] = (within[bin] - 2 * across[bin]) / ofIndependent[bin] + 1;
    }
    return xi;
  }

  private void count(double[][] points, double[] counts) {
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < i; j++) {
        add(points[i], points[j], counts);
      }
    }
  }

  private void add(double[] one, double[] other, double[] counts) {
    double square = 0;
    for (int j = 0; j < one.length; j++) {
      square += (one[j] - other[j]) * (one[j] - other[j]);
    }
    double r = Math.sqrt(square);
    for (int bin = 0; bin < counts.length; bin++) {
      if (r >= edges[bin] && r < edges[bin + 1]) {
        counts[bin]++;
      }
    }
  }

  private static double pairs(int points) {
    return points * (points - 1) / 2.0;
  }

  private static void scale(double[] counts, double pairs) {
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] /= pairs;
    }
  }
}

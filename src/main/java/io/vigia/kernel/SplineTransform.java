package io.vigia.kernel;

import java.util.Arrays;

/**
 * A monotone rational-quadratic spline through knots (Gregory and Delbourgo 1982, equations 2 and
 * 3), such as (quantile of the feature, quantile of the standard normal). With {@code t} the place
 * in a segment from 0 to 1, {@code w} and {@code h} its width and height, {@code s = h / w} and d
 * the slopes at its ends:
 *
 * <pre>
 * z     = z_k + h (s t^2 + d_k t (1-t)) / (s + (d_(k+1) + d_k - 2 s) t (1-t))
 * dz/dx = s^2 (d_(k+1) t^2 + 2 s t (1-t) + d_k (1-t)^2) / (s + (d_(k+1) + d_k - 2 s) t (1-t))^2
 * </pre>
 *
 * <p>Beyond the first and the last knot it goes on as a straight line with the slope there.
 */
public final class SplineTransform implements MarginalTransform {
  private final double[] x;
  private final double[] z;
  private final double[] slopes;
  // Of segments that are straight lines: no root, no logarithm. Else NaN.
  private final double[] straight;

  private SplineTransform(double[] x, double[] z, double[] slopes) {
    this.x = x;
    this.z = z;
    this.slopes = slopes;
    this.straight = new double[x.length - 1];
    for (int k = 0; k < straight.length; k++) {
      double secant = (z[k + 1] - z[k]) / (x[k + 1] - x[k]);
      boolean line = slopes[k] == secant && slopes[k + 1] == secant;
      straight[k] = line ? Math.log(secant) : Double.NaN;
    }
  }

  /**
   * Through these knots.
   *
   * @param x in the feature's unit, strictly increasing, at least two
   * @param z the coordinate at each, strictly increasing
   * @param slopes {@code dz/dx} at each, above 0
   * @throws IllegalArgumentException for anything else
   */
  public static SplineTransform of(double[] x, double[] z, double[] slopes) {
    if (x.length < 2 || z.length != x.length || slopes.length != x.length) {
      throw new IllegalArgumentException(
          "a spline transform has "
              + x.length
              + " x, "
              + z.length
              + " z and "
              + slopes.length
              + " slopes; allowed: as many of each, at least 2");
    }
    for (int k = 0; k < x.length; k++) {
      boolean finite = Double.isFinite(x[k]) && Double.isFinite(z[k]);
      boolean grows = k == 0 || (x[k] > x[k - 1] && z[k] > z[k - 1]);
      if (!finite || !grows || !(slopes[k] > 0) || Double.isInfinite(slopes[k])) {
        throw new IllegalArgumentException(
            "knot "
                + k
                + " of a spline transform is x = "
                + x[k]
                + ", z = "
                + z[k]
                + ", slope = "
                + slopes[k]
                + "; allowed: finite, x and z above those before, the slope above 0");
      }
    }
    return new SplineTransform(x.clone(), z.clone(), slopes.clone());
  }

  public double[] x() {
    return x.clone();
  }

  public double[] z() {
    return z.clone();
  }

  public double[] slopes() {
    return slopes.clone();
  }

  @Override
  public double apply(double value) {
    int k = segment(x, value);
    if (k < 0 || k == x.length - 1) {
      int end = Math.max(k, 0);
      return z[end] + slopes[end] * (value - x[end]);
    }
    if (!Double.isNaN(straight[k])) {
      return z[k] + slopes[k] * (value - x[k]);
    }
    double t = (value - x[k]) / (x[k + 1] - x[k]);
    double height = z[k + 1] - z[k];
    double secant = height / (x[k + 1] - x[k]);
    double bend = t * (1 - t);
    return z[k] + height * (secant * t * t + slopes[k] * bend) / denominator(k, secant, bend);
  }

  @Override
  public double logDerivative(double value) {
    int k = segment(x, value);
    if (k < 0 || k == x.length - 1) {
      return Math.log(slopes[Math.max(k, 0)]);
    }
    if (!Double.isNaN(straight[k])) {
      return straight[k];
    }
    double t = (value - x[k]) / (x[k + 1] - x[k]);
    double secant = (z[k + 1] - z[k]) / (x[k + 1] - x[k]);
    double bend = t * (1 - t);
    double rise = slopes[k + 1] * t * t + 2 * secant * bend + slopes[k] * (1 - t) * (1 - t);
    double ratio = secant / denominator(k, secant, bend);
    return Math.log(rise) + 2 * Math.log(ratio);
  }

  /** The root in [0, 1] of the quadratic in t (Durkan et al. 2019, equations 6 to 8). */
  @Override
  public double inverse(double value) {
    int k = segment(z, value);
    if (k < 0 || k == z.length - 1) {
      int end = Math.max(k, 0);
      return x[end] + (value - z[end]) / slopes[end];
    }
    double height = z[k + 1] - z[k];
    double secant = height / (x[k + 1] - x[k]);
    double rise = value - z[k];
    double curvature = slopes[k + 1] + slopes[k] - 2 * secant;
    double a = height * (secant - slopes[k]) + rise * curvature;
    double b = height * slopes[k] - rise * curvature;
    double c = -secant * rise;
    double t = 2 * c / (-b - Math.sqrt(Math.max(0, b * b - 4 * a * c)));
    return x[k] + t * (x[k + 1] - x[k]);
  }

  private double denominator(int k, double secant, double bend) {
    return secant + (slopes[k + 1] + slopes[k] - 2 * secant) * bend;
  }

  /**
   * The last knot not above the value; -1 where there is none. Where the value is NaN, the last.
   */
  private static int segment(double[] knots, double value) {
    int low = -1;
    int high = knots.length;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (knots[middle] > value) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SplineTransform that
        && Arrays.equals(x, that.x)
        && Arrays.equals(z, that.z)
        && Arrays.equals(slopes, that.slopes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(x);
  }
}

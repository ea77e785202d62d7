package io.vigia.kernel;

import java.util.Arrays;

/**
 * The monotone rational-quadratic spline of a neural spline flow, in double precision: the
 * reference for the kernels (Durkan, Bekasov, Murray and Papamakarios 2019, "Neural Spline Flows",
 * section 3.1, equations 4 and 5; Gregory and Delbourgo 1982). For K bins and tail bound B its 3K-1
 * raw parameters are K widths, K heights, K-1 inner derivatives:
 *
 * <pre>
 * w_k = 2 B (m + (1 - K m) softmax(widths)_k)      m = {@value #LEAST_BIN}; heights likewise
 * x_0 = y_0 = -B, x_k = x_(k-1) + w_k, x_K = y_K = B exactly
 * d_k = e + softplus(derivatives_k + log(exp(1 - e) - 1))   e = {@value #LEAST_DERIVATIVE}; d_0 = d_K = 1
 * </pre>
 *
 * <p>so that raw zeros make the identity. In bin k, with {@code t = (v - x_k) / w_k} and {@code s =
 * h_k / w_k}:
 *
 * <pre>
 * u     = y_k + h_k (s t^2 + d_k t (1-t)) / (s + (d_(k+1) + d_k - 2 s) t (1-t))
 * du/dv = s^2 (d_(k+1) t^2 + 2 s t (1-t) + d_k (1-t)^2) / (s + (d_(k+1) + d_k - 2 s) t (1-t))^2
 * </pre>
 *
 * <p>Outside [-B, B] it is the identity. A value on an edge belongs to the bin on its right. Both
 * bins that share an edge compute with one and the same number for it.
 */
public final class RationalQuadraticSpline {
  /** The least width and height of a bin, as a share of 2B. */
  public static final double LEAST_BIN = 1e-3;

  /** The least derivative at an edge. */
  public static final double LEAST_DERIVATIVE = 1e-3;

  /** {@code log(exp(1 - e) - 1)}, added to a raw derivative: 0 then gives 1. */
  static final double DERIVATIVE_OFFSET = Math.log(Math.expm1(1 - LEAST_DERIVATIVE));

  private final double[] x;
  private final double[] y;
  private final double[] derivatives;

  private RationalQuadraticSpline(double[] x, double[] y, double[] derivatives) {
    this.x = x;
    this.y = y;
    this.derivatives = derivatives;
  }

  /**
   * Where the spline sends a point.
   *
   * @param value u
   * @param logDerivative {@code log du/dv}
   */
  public record Mapped(double value, double logDerivative) {}

  /**
   * The spline with these raw parameters.
   *
   * @param tailBound B, above 0
   * @param raw K widths, K heights, K-1 derivatives, for a K from 2
   * @throws IllegalArgumentException where the bound is not above 0 or the length is not 3K-1
   */
  public static RationalQuadraticSpline of(double tailBound, double... raw) {
    if (!(tailBound > 0 && tailBound < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the tail bound is " + tailBound + "; allowed: above 0, finite");
    }
    int bins = (raw.length + 1) / 3;
    if (bins < 2 || raw.length != 3 * bins - 1) {
      throw new IllegalArgumentException(
          raw.length + " raw parameters; allowed: 3 K - 1, for K bins, K from 2");
    }
    double[] derivatives = new double[bins + 1];
    Arrays.fill(derivatives, 1);
    for (int k = 1; k < bins; k++) {
      derivatives[k] = LEAST_DERIVATIVE + softplus(raw[2 * bins + k - 1] + DERIVATIVE_OFFSET);
    }
    return new RationalQuadraticSpline(
        edges(tailBound, raw, 0, bins), edges(tailBound, raw, bins, bins), derivatives);
  }

  /** u and log du/dv at v; NaN gives NaN. */
  public Mapped at(double v) {
    if (!(Math.abs(v) <= x[x.length - 1])) {
      return new Mapped(v, Double.isNaN(v) ? v : 0);
    }
    int k = bin(x, v);
    double w = x[k + 1] - x[k];
    double h = y[k + 1] - y[k];
    double s = h / w;
    double t = (v - x[k]) / w;
    double left = derivatives[k];
    double right = derivatives[k + 1];
    double denominator = s + (right + left - 2 * s) * t * (1 - t);
    double slope = right * t * t + 2 * s * t * (1 - t) + left * (1 - t) * (1 - t);
    return new Mapped(
        y[k] + h * (s * t * t + left * t * (1 - t)) / denominator,
        Math.log(slope) + 2 * Math.log(s / denominator));
  }

  /** The v that the spline sends to u (Durkan et al. 2019, equations 6 to 8); NaN gives NaN. */
  public double inverse(double u) {
    if (!(Math.abs(u) <= y[y.length - 1])) {
      return u;
    }
    int k = bin(y, u);
    double w = x[k + 1] - x[k];
    double h = y[k + 1] - y[k];
    double s = h / w;
    double above = u - y[k];
    double bend = derivatives[k + 1] + derivatives[k] - 2 * s;
    double a = h * (s - derivatives[k]) + above * bend;
    double b = h * derivatives[k] - above * bend;
    double c = -s * above;
    double t = 2 * c / (-b - Math.sqrt(b * b - 4 * a * c));
    return x[k] + t * w;
  }

  /** The edges on the side of v: {@code x_0 .. x_K}. */
  public double[] x() {
    return x.clone();
  }

  /** The edges on the side of u: {@code y_0 .. y_K}. */
  public double[] y() {
    return y.clone();
  }

  private static int bin(double[] edges, double value) {
    int bin = 0;
    for (int k = 1; k < edges.length - 1; k++) {
      bin += value >= edges[k] ? 1 : 0;
    }
    return bin;
  }

  private static double[] edges(double tailBound, double[] raw, int from, int bins) {
    double most = Double.NEGATIVE_INFINITY;
    for (int k = from; k < from + bins; k++) {
      most = Math.max(most, raw[k]);
    }
    double sum = 0;
    for (int k = from; k < from + bins; k++) {
      sum += Math.exp(raw[k] - most);
    }
    double[] edges = new double[bins + 1];
    edges[0] = -tailBound;
    for (int k = 1; k < bins; k++) {
      double share = Math.exp(raw[from + k - 1] - most) / sum;
      edges[k] = edges[k - 1] + 2 * tailBound * (LEAST_BIN + (1 - bins * LEAST_BIN) * share);
    }
    edges[bins] = tailBound;
    return edges;
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}

package io.vigia.kernel;

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
 * <p>Outside [-B, B] it is the identity. A value on an edge belongs to the bin on its right.
 */
public final class RationalQuadraticSpline {
  /** The least width and height of a bin, as a share of 2B. */
  public static final double LEAST_BIN = 1e-3;

  /** The least derivative at an edge. */
  public static final double LEAST_DERIVATIVE = 1e-3;

  private RationalQuadraticSpline() {}
}

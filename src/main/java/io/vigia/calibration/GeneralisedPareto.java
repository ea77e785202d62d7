package io.vigia.calibration;

/**
 * The generalised Pareto distribution, to which excesses over a high threshold tend (Pickands 1975,
 * theorem 7), with tails that do not end:
 *
 * <pre>{@code S(x) = P(X > x) = (1 + xi x / sigma)^(-1/xi),   exp(-x / sigma) at xi = 0,   x >= 0}
 * </pre>
 *
 * @param scale sigma, above 0, in the unit of x
 * @param shape xi, 0 or more: the larger, the heavier
 */
public record GeneralisedPareto(double scale, double shape) {
  /**
   * @throws IllegalArgumentException where a parameter is not allowed
   */
  public GeneralisedPareto {
    if (!(scale > 0 && Double.isFinite(scale))) {
      throw new IllegalArgumentException("scale is " + scale + "; allowed: above 0");
    }
    if (!(shape >= 0 && Double.isFinite(shape))) {
      throw new IllegalArgumentException("shape is " + shape + "; allowed: 0 or more");
    }
  }

  /**
   * Fitted to excesses by Zhang and Stephens (2009, "A new and efficient estimation method for the
   * generalized Pareto distribution", section 3.2): with {@code theta = -xi / sigma}, the mean of
   * theta over its profile likelihood times a prior that the data's quartile and largest value
   * scale, as a sum over {@code m = 20 + floor(sqrt k)} points
   *
   * <pre>{@code
   * theta_j = 1 / x_(k) + (1 - sqrt(m / (j - 1/2))) / (3 x_(k/4 + 1/2))
   * w_j     ~ exp(k (log(theta_j / kappa_j) + kappa_j - 1)),   kappa(theta) = -mean log(1 - theta x)
   * }</pre>
   *
   * then {@code xi = -kappa(theta)}, {@code sigma = kappa / theta}. A shape below 0, a tail that
   * ends, is replaced by 0 with {@code sigma} the mean: a sample cannot tell that nothing lies
   * beyond its end, and believing so made two to forty times as many false alarms as promised
   * (docs/decisions/0019-tails.md).
   *
   * @param ascending excesses above 0, ascending, at least 4
   */
  public static GeneralisedPareto ofExcesses(double[] ascending) {
    int k = ascending.length;
    if (k < 4 || !(ascending[0] > 0) || !Double.isFinite(ascending[k - 1])) {
      throw new IllegalArgumentException(
          "a tail needs at least 4 finite excesses above 0, got "
              + k
              + (k == 0 ? "" : ", the least " + ascending[0]));
    }
    double theta = theta(ascending);
    double kappa = kappa(theta, ascending);
    return kappa < 0 && theta < 0
        ? new GeneralisedPareto(kappa / theta, -kappa)
        : new GeneralisedPareto(mean(ascending), 0);
  }

  private static double theta(double[] ascending) {
    int k = ascending.length;
    int m = 20 + (int) Math.sqrt(k);
    double quartile = ascending[(int) (k / 4.0 + 0.5) - 1];
    double[] thetas = new double[m];
    double[] logWeights = new double[m];
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < m; j++) {
      thetas[j] = 1 / ascending[k - 1] + (1 - Math.sqrt(m / (j + 0.5))) / (3 * quartile);
      double kappa = kappa(thetas[j], ascending);
      double ratio = thetas[j] == 0 ? 1 / mean(ascending) : thetas[j] / kappa;
      logWeights[j] = k * (Math.log(ratio) + kappa - 1);
      largest = Math.max(largest, logWeights[j]);
    }
    double sum = 0;
    double weighted = 0;
    for (int j = 0; j < m; j++) {
      double weight = Math.exp(logWeights[j] - largest);
      sum += weight;
      weighted += weight * thetas[j];
    }
    return weighted / sum;
  }

  private static double kappa(double theta, double[] values) {
    double sum = 0;
    for (double value : values) {
      sum -= Math.log1p(-theta * value);
    }
    return sum / values.length;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /**
   * {@code -log S(x)}, nats; increases without end.
   *
   * @param x 0 or more
   */
  public double cumulativeHazard(double x) {
    return shape > 0 ? Math.log1p(shape * x / scale) / shape : x / scale;
  }

  /** {@code S(x)}. */
  public double survival(double x) {
    return Math.exp(-cumulativeHazard(x));
  }

  /**
   * The x that is exceeded with this probability.
   *
   * @param survival in (0, 1]
   */
  public double quantile(double survival) {
    double hazard = -Math.log(survival);
    return scale * (shape > 0 ? Math.expm1(shape * hazard) / shape : hazard);
  }

  /**
   * The standard error of {@code log S} at the x where S has this value, by the delta method from
   * the asymptotic covariance of (xi, log sigma) in k excesses (Smith 1987, section 3):
   *
   * <pre>{@code
   * V = (1 + xi) ((1 + xi) a^2 - 2 a b + 2 b^2) / k,   a = d log S / d xi,   b = d log S / d log sigma
   * }</pre>
   *
   * @param hazard {@code -log S}, nats
   * @param excesses k that the fit is from
   */
  double standardError(double hazard, int excesses) {
    double y = quantile(Math.exp(-hazard)) / scale;
    double b = y / (1 + shape * y);
    // At xi = 0 the limit; near it the difference of two nearly equal numbers has no digits left.
    double a = shape < 1e-4 ? y * y / 2 : (hazard - b) / shape;
    double variance = (1 + shape) * ((1 + shape) * a * a - 2 * a * b + 2 * b * b) / excesses;
    return Math.sqrt(variance);
  }
}

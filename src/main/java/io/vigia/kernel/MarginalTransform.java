package io.vigia.kernel;

/**
 * A strictly increasing, continuously differentiable map of one feature onto the whole line, from
 * the original unit to a coordinate. Its derivative belongs to the density: {@code log p(x) = log
 * p(z) + log dz/dx}. NaN stays NaN.
 */
public sealed interface MarginalTransform
    permits MarginalTransform.None, MarginalTransform.Asinh, SplineTransform {
  /** {@code z = x}. */
  MarginalTransform NONE = new None();

  /** z. */
  double apply(double x);

  /** {@code log dz/dx} at x, in nats. */
  double logDerivative(double x);

  /** x of z. */
  double inverse(double z);

  /** {@code z = x}. */
  record None() implements MarginalTransform {
    @Override
    public double apply(double x) {
      return x;
    }

    @Override
    public double logDerivative(double x) {
      return 0;
    }

    @Override
    public double inverse(double z) {
      return z;
    }
  }

  /**
   * {@code z = asinh((x - location) / scale)}: the identity near the location, a logarithm of
   * either sign far from it (Johnson 1949, the S_U system). {@code dz/dx = 1 / sqrt((x -
   * location)^2 + scale^2)}.
   *
   * @param location in the feature's unit, finite
   * @param scale where the logarithm begins, in the feature's unit: above 0
   */
  record Asinh(double location, double scale) implements MarginalTransform {
    /**
     * @throws IllegalArgumentException where the location is not finite or the scale not above 0
     */
    public Asinh {
      if (!Double.isFinite(location) || !(scale > 0) || Double.isInfinite(scale)) {
        throw new IllegalArgumentException(
            "asinh has location "
                + location
                + " and scale "
                + scale
                + "; allowed: a finite location, a scale above 0");
      }
    }

    @Override
    public double apply(double x) {
      double t = (x - location) / scale;
      double size = Math.abs(t);
      // log1p keeps the digits of small values; beyond 1e150 the square would overflow.
      double z =
          size < 1e150
              ? Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size)))
              : Math.log(size) + Math.log(2);
      return Math.copySign(z, t);
    }

    @Override
    public double logDerivative(double x) {
      double t = Math.abs((x - location) / scale);
      return (t < 1e150 ? -0.5 * Math.log1p(t * t) : -Math.log(t)) - Math.log(scale);
    }

    @Override
    public double inverse(double z) {
      return location + scale * Math.sinh(z);
    }
  }
}

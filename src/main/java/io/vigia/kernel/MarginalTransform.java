package io.vigia.kernel;

/**
 * A strictly increasing, continuously differentiable map of one feature onto the whole line, from
 * the original unit to a coordinate. Its derivative belongs to the density: {@code log p(x) = log
 * p(z) + log dz/dx}. NaN stays NaN.
 */
public sealed interface MarginalTransform
    permits MarginalTransform.None,
        MarginalTransform.Asinh,
        MarginalTransform.Stretch,
        QuantileTransform {
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

  /**
   * The identity between {@code low} and {@code high}, the range of the training rows, and steeper
   * the farther beyond. With e the excess over that range in units of {@code width} and f the
   * factor that the slope tends to:
   *
   * <pre>
   * z = high + width (e + (f - 1) (e - log(1 + e)))        dz/dx = 1 + (f - 1) e / (1 + e)
   * </pre>
   *
   * <p>and likewise below {@code low}. A density of z that falls as it fell inside then falls
   * faster where no training row was: what a model has never seen is not taken for common on the
   * word of an extrapolation.
   *
   * @param low in the feature's unit, finite
   * @param high above {@code low}
   * @param width above 0: a deviation of the training rows
   * @param factor f, above 1
   */
  record Stretch(double low, double high, double width, double factor)
      implements MarginalTransform {
    private static final int NEWTON_STEPS = 60;

    /**
     * @throws IllegalArgumentException for anything else than said above
     */
    public Stretch {
      boolean range = Double.isFinite(low) && Double.isFinite(high) && low < high;
      if (!range
          || !(width > 0)
          || Double.isInfinite(width)
          || !(factor > 1)
          || Double.isInfinite(factor)) {
        throw new IllegalArgumentException(
            "stretch has low "
                + low
                + ", high "
                + high
                + ", width "
                + width
                + ", factor "
                + factor
                + "; allowed: finite, low below high, width above 0, factor above 1");
      }
    }

    @Override
    public double apply(double x) {
      if (x > high) {
        return high + width * stretched((x - high) / width);
      }
      return x < low ? low - width * stretched((low - x) / width) : x;
    }

    @Override
    public double logDerivative(double x) {
      double excess = Math.max(0, Math.max(x - high, low - x)) / width;
      return Double.isInfinite(excess) ? Math.log(factor) : Math.log(slope(excess));
    }

    @Override
    public double inverse(double z) {
      if (z > high) {
        return high + width * excess((z - high) / width);
      }
      return z < low ? low - width * excess((low - z) / width) : z;
    }

    private double stretched(double excess) {
      return excess + (factor - 1) * (excess - Math.log1p(excess));
    }

    private double slope(double excess) {
      return 1 + (factor - 1) * excess / (1 + excess);
    }

    /** By Newton's method: the function is convex, so from above it comes down to the root. */
    private double excess(double stretched) {
      double excess = stretched;
      for (int i = 0; i < NEWTON_STEPS; i++) {
        double next = excess - (stretched(excess) - stretched) / slope(excess);
        if (!(next < excess)) {
          break;
        }
        excess = next;
      }
      return excess;
    }
  }
}

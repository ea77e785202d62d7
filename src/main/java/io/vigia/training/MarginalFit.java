package io.vigia.training;

import io.vigia.feature.Feature.Transform;
import io.vigia.kernel.MarginalTransform;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.SplineTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Marginal transforms from the values of a feature. Where nothing was asked for, a coordinate grows
 * {@value #STRETCH} times as fast beyond the range of the training values: a density has learned
 * nothing there and its tails are whatever its form makes of the last few values, so a value beyond
 * counts as farther out. The derivative is accounted for, so that it stays a density.
 */
final class MarginalFit {
  /** Beyond so many robust deviations at the 99.9 % quantile, tails are very heavy. */
  private static final double HEAVY = 20;

  private static final int MOST_KNOTS = 32;

  /** Rows beyond the outermost knot: fewer say little about a quantile. */
  private static final int ROWS_BEYOND = 5;

  /** The steepest slope, in units of the mean slope between the outermost knots. */
  private static final double STEEPEST = 100;

  /** The slope of a coordinate beyond the range of the training values. */
  static final double STRETCH = 5;

  /** The share of the training values that lies beyond either end of their range. */
  static final double OUTSIDE = 1e-4;

  /** The width over which the slope changes, in standard deviations. */
  private static final double BEND = 0.1;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private MarginalFit() {}

  /**
   * A transform.
   *
   * @param ascending the values, sorted, at least two of them different
   * @param meaning of what reads the coordinate: heavy tails are taken by asinh for a density,
   *     which could not follow them, but not for a score, whose distances are in the feature's own
   *     unit
   */
  static MarginalTransform of(Transform coordinates, double[] ascending, Meaning meaning) {
    return switch (coordinates) {
      case NONE -> MarginalTransform.NONE;
      case ASINH -> asinh(ascending);
      case QUANTILE -> quantile(ascending);
      case AUTO ->
          meaning != Meaning.SCORE && isHeavy(ascending) ? asinh(ascending) : stretched(ascending);
    };
  }

  private static boolean isHeavy(double[] ascending) {
    double centre = quantile(ascending, 0.5);
    double width = robustWidth(ascending);
    return Math.max(quantile(ascending, 0.999) - centre, centre - quantile(ascending, 0.001))
        > HEAVY * width;
  }

  /** The interquartile range in units of a normal distribution's; a wider one where it is 0. */
  private static double robustWidth(double[] ascending) {
    double width = (quantile(ascending, 0.75) - quantile(ascending, 0.25)) / 1.349;
    for (double tail = 0.1; width <= 0; tail /= 2) {
      width = (quantile(ascending, 1 - tail) - quantile(ascending, tail)) / 4;
    }
    return width;
  }

  private static double quantile(double[] ascending, double level) {
    double place = level * (ascending.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
  }

  /**
   * The location m and scale s under which z is most likely normal, its mean and deviation d
   * whatever they are then: the largest of
   *
   * <pre>-n log d(m, s) + sum_i log dz_i/dx_i</pre>
   *
   * <p>by golden sections in turn (Brent 1973, chapter 5), m within the quartiles, s from a
   * thousandth of the robust width to a thousand times it.
   */
  static MarginalTransform.Asinh asinh(double[] ascending) {
    double[] some = thinned(ascending, 4000);
    double width = robustWidth(ascending);
    double low = quantile(ascending, 0.25);
    double high = quantile(ascending, 0.75);
    double location = quantile(ascending, 0.5);
    double logScale = Math.log(width);
    for (int round = 0; round < 6; round++) {
      double m = location;
      logScale =
          golden(
              log -> likelihood(some, m, Math.exp(log)),
              Math.log(width) - Math.log(1000),
              Math.log(width) + Math.log(1000));
      double s = Math.exp(logScale);
      location = high > low ? golden(centre -> likelihood(some, centre, s), low, high) : location;
    }
    return new MarginalTransform.Asinh(location, Math.exp(logScale));
  }

  private static double likelihood(double[] values, double location, double scale) {
    MarginalTransform.Asinh asinh = new MarginalTransform.Asinh(location, scale);
    double sum = 0;
    double squares = 0;
    double volume = 0;
    for (double value : values) {
      double z = asinh.apply(value);
      sum += z;
      squares += z * z;
      volume += asinh.logDerivative(value);
    }
    double mean = sum / values.length;
    double variance = Math.max(squares / values.length - mean * mean, Double.MIN_NORMAL);
    return volume - 0.5 * values.length * Math.log(variance);
  }

  private static double golden(
      java.util.function.DoubleUnaryOperator function, double from, double to) {
    double ratio = (Math.sqrt(5) - 1) / 2;
    double low = from;
    double high = to;
    double left = high - ratio * (high - low);
    double right = low + ratio * (high - low);
    double atLeft = function.applyAsDouble(left);
    double atRight = function.applyAsDouble(right);
    for (int i = 0; i < 40; i++) {
      if (atLeft > atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - ratio * (high - low);
        atLeft = function.applyAsDouble(left);
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + ratio * (high - low);
        atRight = function.applyAsDouble(right);
      }
    }
    return (low + high) / 2;
  }

  private static double[] thinned(double[] values, int most) {
    if (values.length <= most) {
      return values;
    }
    double[] some = new double[most];
    for (int i = 0; i < most; i++) {
      some[i] = values[(int) ((i + 0.5) * values.length / most)];
    }
    return some;
  }

  /**
   * Knots at normal quantiles evenly apart, between those that leave {@value #ROWS_BEYOND} rows
   * beyond. Knots that would be steeper than {@value #STEEPEST} times the mean are left out, so
   * that values which repeat make no peak. The slope at a knot is the harmonic mean of the secants
   * beside it (Fritsch and Butland 1984), at the ends the secant: a steeper end would make values
   * far out rarer, and a log-normal's density wrong.
   */
  static SplineTransform quantile(double[] ascending) {
    int knots = Math.max(4, Math.min(MOST_KNOTS, ascending.length / (4 * ROWS_BEYOND)));
    double edge =
        NORMAL.inverseCumulativeProbability(Math.min(0.25, (ROWS_BEYOND + 0.5) / ascending.length));
    double width =
        quantile(ascending, NORMAL.cumulativeProbability(-edge))
            - quantile(ascending, NORMAL.cumulativeProbability(edge));
    double steepest =
        STEEPEST * -2 * edge / (width > 0 ? width : ascending[ascending.length - 1] - ascending[0]);
    List<double[]> kept = new ArrayList<>();
    for (int k = 0; k < knots; k++) {
      double z = edge * (1 - 2.0 * k / (knots - 1));
      double x = quantile(ascending, NORMAL.cumulativeProbability(z));
      if (kept.isEmpty() || rises(kept.get(kept.size() - 1), x, z, steepest)) {
        kept.add(new double[] {x, z});
      }
    }
    if (kept.size() < 2) {
      double x = Math.max(kept.get(0)[0] - 2 * edge / steepest, ascending[ascending.length - 1]);
      kept.add(new double[] {x, -edge});
    }
    return through(kept);
  }

  private static boolean rises(double[] last, double x, double z, double steepest) {
    return x > last[0] && (z - last[1]) / (x - last[0]) <= steepest;
  }

  /** {@code z = x} within the range of the values, which a few of many may lie beyond. */
  private static SplineTransform stretched(double[] ascending) {
    double low = quantile(ascending, OUTSIDE);
    double high = quantile(ascending, 1 - OUTSIDE);
    if (!(low < high)) {
      low = ascending[0];
      high = ascending[ascending.length - 1];
    }
    List<double[]> knots = new ArrayList<>();
    knots.add(new double[] {low, low, 1});
    knots.add(new double[] {high, high, 1});
    bend(knots, BEND * deviation(ascending), STRETCH);
    return of(knots);
  }

  /** Adds a knot at either end from which the slope is {@code slope}, where it was less. */
  private static void bend(List<double[]> knots, double width, double slope) {
    double[] first = knots.get(0);
    double[] last = knots.get(knots.size() - 1);
    if (slope > last[2]) {
      double rise = width * (slope + last[2]) / 2;
      knots.add(new double[] {last[0] + width, last[1] + rise, slope});
    }
    if (slope > first[2]) {
      double rise = width * (slope + first[2]) / 2;
      knots.add(0, new double[] {first[0] - width, first[1] - rise, slope});
    }
  }

  /** Knots (x, z, slope). */
  private static SplineTransform of(List<double[]> knots) {
    return SplineTransform.of(
        knots.stream().mapToDouble(knot -> knot[0]).toArray(),
        knots.stream().mapToDouble(knot -> knot[1]).toArray(),
        knots.stream().mapToDouble(knot -> knot[2]).toArray());
  }

  /** The standard deviation of the values. */
  static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  private static SplineTransform through(List<double[]> knots) {
    double[] x = knots.stream().mapToDouble(knot -> knot[0]).toArray();
    double[] z = knots.stream().mapToDouble(knot -> knot[1]).toArray();
    double[] secants = new double[x.length - 1];
    Arrays.setAll(secants, k -> (z[k + 1] - z[k]) / (x[k + 1] - x[k]));
    double[] slopes = new double[x.length];
    slopes[0] = secants[0];
    slopes[x.length - 1] = secants[secants.length - 1];
    for (int k = 1; k < secants.length; k++) {
      slopes[k] = 2 / (1 / secants[k - 1] + 1 / secants[k]);
    }
    return SplineTransform.of(x, z, slopes);
  }
}

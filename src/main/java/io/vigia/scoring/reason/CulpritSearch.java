package io.vigia.scoring.reason;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The few features that make a row rare: the set S with the largest
 *
 * <pre>
 * G(S) - lambda |S|,     G(S) = E[log p(x'_S, x_-S)] - log p(x),     x'_S drawn from p(. | x_-S)
 * </pre>
 *
 * G is by how many nats the nll would fall, on average, were the features in S drawn anew given the
 * others; {@code lambda = ln(D / 0.1)}, so that of D ordinary features one joins in fewer than a
 * tenth of rows (a feature's own G has the tail of a chi-square half, {@code P(G > t) < exp(-t)}).
 * Sets are tried by growing size: all features alone; the pairs that {@link Correlations} proposes,
 * since two correlated features moved together look right given each other; then one feature more
 * as long as it brings lambda.
 *
 * <p>For two features and more the mean over S is that over each line through the expected values,
 * which is exact for a Gaussian.
 */
final class CulpritSearch {
  /** The most features in a set: more are no reason but another kind of event. */
  static final int MOST = 3;

  private static final double FALSE_SHARE = 0.1;
  private static final int PAIRS = 3;
  private static final int SWEEPS = 2;

  private final ReferenceDensity density;
  private final Quadrature quadrature;
  private final Correlations correlations;
  private final double penalty;

  CulpritSearch(ReferenceDensity density, Quadrature quadrature, Correlations correlations, int d) {
    this.density = density;
    this.quadrature = quadrature;
    this.correlations = correlations;
    this.penalty = Math.log(d / FALSE_SHARE);
  }

  /** lambda, nats: what a feature must bring. */
  double penalty() {
    return penalty;
  }

  /**
   * The set among those of one or two features, or none.
   *
   * @param features that can be redrawn
   * @param alone for each of them its conditional at the row
   */
  Redrawn ofFew(float[] row, int[] features, Conditional[] alone) {
    double here = density.at(row);
    Redrawn best = new Redrawn(new int[0], row, 0);
    Redrawn single = best;
    for (int i = 0; i < features.length; i++) {
      double gain = alone[i].meanLogDensity() - here;
      if (gain > single.gain()) {
        single = new Redrawn(new int[] {features[i]}, with(row, features[i], alone[i]), gain);
      }
    }
    best = better(best, single);
    Correlations.Deviation deviation = correlations.of(row);
    for (int[] pair : deviation.pairs(PAIRS)) {
      double more =
          deviation.gain(pair) - Math.max(deviation.gain(pair[0]), deviation.gain(pair[1]));
      best = more > penalty / 2 ? better(best, redraw(row, deviation, pair)) : best;
    }
    return best;
  }

  private Redrawn better(Redrawn one, Redrawn other) {
    return value(other) > value(one) ? other : one;
  }

  private double value(Redrawn set) {
    return set.gain() - penalty * set.features().length;
  }

  /** The set with one feature more. */
  Redrawn and(float[] row, Redrawn set, int feature) {
    int[] features = Arrays.copyOf(set.features(), set.features().length + 1);
    features[features.length - 1] = feature;
    return redraw(row, correlations.of(row), features);
  }

  /** A row with these features as the others let expect. */
  Redrawn redraw(float[] row, int... features) {
    return redraw(row, correlations.of(row), features);
  }

  private Redrawn redraw(float[] row, Correlations.Deviation deviation, int... features) {
    double here = density.at(row);
    float[] start = row.clone();
    float[] guess = deviation.best(features);
    for (int i = 0; i < features.length; i++) {
      start[features[i]] = guess[i];
    }
    float[] now = density.at(start) > here ? start : row.clone();
    double[] slack = new double[features.length];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 0; i < features.length; i++) {
        Conditional conditional = quadrature.conditionals(now, features[i])[0];
        now[features[i]] = conditional.expected();
        slack[i] = conditional.meanLogDensity() - density.at(now);
      }
    }
    double gain = density.at(now) + Arrays.stream(slack).sum() - here;
    return new Redrawn(features.clone(), now, gain);
  }

  /**
   * The shares of the features of a set in its gain: each one's mean gain over the orders in which
   * the features join (Shapley 1953), so that they add up to it.
   */
  double[] shares(float[] row, Redrawn set) {
    int size = set.features().length;
    double[] gains = new double[1 << size];
    for (int bits = 1; bits < gains.length; bits++) {
      int some = bits;
      int[] members =
          IntStream.range(0, size)
              .filter(i -> (some >> i & 1) == 1)
              .map(i -> set.features()[i])
              .toArray();
      gains[bits] = bits == gains.length - 1 ? set.gain() : redraw(row, members).gain();
    }
    double[] shares = new double[size];
    for (int i = 0; i < size; i++) {
      for (int bits = 0; bits < gains.length; bits++) {
        if ((bits >> i & 1) == 0) {
          shares[i] += weight(size, Integer.bitCount(bits)) * (gains[bits | 1 << i] - gains[bits]);
        }
      }
    }
    return shares;
  }

  /** {@code s! (n - s - 1)! / n!} */
  private static double weight(int size, int before) {
    double weight = 1.0 / size;
    for (int k = 1; k <= before; k++) {
      weight *= (double) k / (size - k);
    }
    return weight;
  }

  private static float[] with(float[] row, int feature, Conditional conditional) {
    float[] other = row.clone();
    other[feature] = conditional.expected();
    return other;
  }
}

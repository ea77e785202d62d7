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
 * tenth of rows (a feature's own G has about the tail of half a chi-square, {@code P(G > t) <
 * exp(-t)}). Sets are tried by growing size: all features alone; the pairs that {@link
 * Correlations} proposes, since two correlated features moved together look right given each other;
 * then one feature more as long as it brings lambda.
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

  private final int features;
  private final ReferenceDensity density;
  private final Quadrature coarse;
  private final Quadrature fine;
  private final PairQuadrature pairs;
  private final Correlations correlations;
  private final double penalty;

  CulpritSearch(Axis[] axes, ReferenceDensity density, Correlations correlations) {
    this.features = axes.length;
    this.density = density;
    this.coarse = Quadrature.coarse(density, axes);
    this.fine = Quadrature.fine(density, axes);
    this.pairs = new PairQuadrature(density, axes);
    this.correlations = correlations;
    this.penalty = Math.log(features / FALSE_SHARE);
  }

  /**
   * What was found.
   *
   * @param set may be empty
   * @param nats for each feature of a row: in the set its share of G(S), else {@code G(S and i) -
   *     G(S)}
   * @param conditionals of the open features at the row whose set is as expected; of a set of two
   *     given the features outside the set alone
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Found(Redrawn set, double[] nats, Conditional[] conditionals) {}

  /**
   * Searches.
   *
   * @param open the features of the row that can be redrawn
   */
  Found search(float[] row, int[] open) {
    Correlations.Deviation deviation = correlations.of(row);
    double here = density.at(row);
    Conditional[] coarsely = coarse.conditionals(row, open);
    double[] alone = gains(coarsely, open, here);
    Redrawn set = better(single(row, open, coarsely, alone), pair(row, here, deviation));
    set = value(set) > 0 ? set : Redrawn.none(row);
    while (true) {
      Conditional[] beside = fine.conditionals(set.row(), open);
      double[] brings = gains(beside, open, density.at(set.row()));
      Redrawn larger = larger(row, here, deviation, set, open, brings);
      if (larger == set) {
        shares(row, here, deviation, set, alone, brings);
        giveEachOther(row, set, open, beside);
        return new Found(set, brings, beside);
      }
      set = larger;
    }
  }

  /** Of two that are both wrong, neither says what the other should be. */
  private void giveEachOther(float[] row, Redrawn set, int[] open, Conditional[] conditionals) {
    if (set.size() == 2) {
      Conditional[] both = pairs.marginals(row, set.features()[0], set.features()[1]);
      for (int i = 0; i < 2; i++) {
        conditionals[Arrays.binarySearch(open, set.features()[i])] = both[i];
      }
    }
  }

  /** For each feature what drawing it anew would bring; 0 of those that cannot be. */
  private double[] gains(Conditional[] conditionals, int[] open, double here) {
    double[] gains = new double[features];
    for (int i = 0; i < open.length; i++) {
      gains[open[i]] = conditionals[i].meanLogDensity() - here;
    }
    return gains;
  }

  private static Redrawn single(
      float[] row, int[] open, Conditional[] conditionals, double[] gains) {
    Redrawn best = Redrawn.none(row);
    for (int i = 0; i < open.length; i++) {
      if (gains[open[i]] > best.gain()) {
        float[] other = row.clone();
        other[open[i]] = conditionals[i].expected();
        best = new Redrawn(new int[] {open[i]}, other, gains[open[i]]);
      }
    }
    return best;
  }

  /** The best of the pairs that promise more than either of their features. */
  private Redrawn pair(float[] row, double here, Correlations.Deviation deviation) {
    Redrawn best = Redrawn.none(row);
    for (int[] pair : deviation.pairs(PAIRS)) {
      double more =
          deviation.gain(pair) - Math.max(deviation.gain(pair[0]), deviation.gain(pair[1]));
      if (more > penalty / 2) {
        best = better(best, redraw(row, here, deviation, pair));
      }
    }
    return best;
  }

  private Redrawn better(Redrawn one, Redrawn other) {
    return value(other) > value(one) ? other : one;
  }

  private double value(Redrawn set) {
    return set.gain() - penalty * set.size();
  }

  /**
   * The set and one feature more, where that brings enough: the one that brings most at the row
   * whose set is as expected, or the one that the set hides, see {@link #partner}. Else the set.
   *
   * @param brings is told what was learned
   */
  private Redrawn larger(
      float[] row,
      double here,
      Correlations.Deviation deviation,
      Redrawn set,
      int[] open,
      double[] brings) {
    Redrawn larger = set;
    int[] tried = {most(set, open, brings), partner(deviation, set, open)};
    for (int feature : tried) {
      boolean promises = feature == tried[1] ? set.size() > 0 : brings[feature] > penalty;
      if (feature >= 0 && promises && set.size() < MOST) {
        Redrawn more = redraw(row, here, deviation, set.and(feature));
        double brought = more.gain() - set.gain();
        brings[feature] = Math.max(brings[feature], brought);
        larger = brought > penalty && more.gain() > larger.gain() ? more : larger;
      }
    }
    return larger;
  }

  private static int most(Redrawn set, int[] open, double[] brings) {
    int most = -1;
    for (int feature : open) {
      if (!set.has(feature) && (most < 0 || brings[feature] > brings[most])) {
        most = feature;
      }
    }
    return most;
  }

  /**
   * The feature that promises most together with the set. It may hide behind it: what the set is
   * expected to be given a wrong partner is as wrong.
   */
  private static int partner(Correlations.Deviation deviation, Redrawn set, int[] open) {
    int partner = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int feature : open) {
      if (!set.has(feature)) {
        double gain = deviation.gain(set.and(feature));
        partner = gain > most ? feature : partner;
        most = Math.max(most, gain);
      }
    }
    return partner;
  }

  private Redrawn redraw(
      float[] row, double here, Correlations.Deviation deviation, int... redrawn) {
    float[] start = row.clone();
    float[] guess = deviation.best(redrawn);
    for (int i = 0; i < redrawn.length; i++) {
      start[redrawn[i]] = guess[i];
    }
    float[] now = density.at(start) > here ? start : row.clone();
    double[] slack = new double[redrawn.length];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 0; i < redrawn.length; i++) {
        Conditional conditional = coarse.conditionals(now, redrawn[i])[0];
        now[redrawn[i]] = conditional.expected();
        slack[i] = conditional.meanLogDensity() - density.at(now);
      }
    }
    return new Redrawn(redrawn, now, density.at(now) + Arrays.stream(slack).sum() - here);
  }

  /**
   * Writes the shares of the features of a set in its gain: each one's mean gain over the orders in
   * which the features join (Shapley 1953), so that they add up to it.
   */
  private void shares(
      float[] row,
      double here,
      Correlations.Deviation deviation,
      Redrawn set,
      double[] alone,
      double[] nats) {
    int size = set.size();
    double[] gains = new double[1 << size];
    for (int bits = 1; bits < gains.length; bits++) {
      int some = bits;
      int[] members =
          IntStream.range(0, size)
              .filter(i -> (some >> i & 1) == 1)
              .map(i -> set.features()[i])
              .toArray();
      if (members.length == size) {
        gains[bits] = set.gain();
      } else {
        gains[bits] =
            members.length == 1 ? alone[members[0]] : redraw(row, here, deviation, members).gain();
      }
    }
    for (int i = 0; i < size; i++) {
      double share = 0;
      for (int bits = 0; bits < gains.length; bits++) {
        if ((bits >> i & 1) == 0) {
          share += weight(size, Integer.bitCount(bits)) * (gains[bits | 1 << i] - gains[bits]);
        }
      }
      nats[set.features()[i]] = share;
    }
  }

  /** {@code s! (n - s - 1)! / n!} */
  private static double weight(int size, int before) {
    double weight = 1.0 / size;
    for (int k = 1; k <= before; k++) {
      weight *= (double) k / (size - k);
    }
    return weight;
  }
}

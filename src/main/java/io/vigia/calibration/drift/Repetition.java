package io.vigia.calibration.drift;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How often a column says the same again by chance. With independent rows two have equal values
 * with probability {@code q = sum_v pi_v^2}; the commonest value has {@code pi <= sqrt(q)}, so that
 * a run of L equal values begins at a row with probability {@code q^((L - 1) / 2)} at most.
 */
public final class Repetition {
  private Repetition() {}

  /**
   * The largest q that is compatible with what was seen (Clopper and Pearson 1934).
   *
   * @param repeats of pairs that have no row in common, those that are equal
   * @param pairs from 1
   * @param delta in (0, 1)
   */
  public static double most(long repeats, long pairs, double delta) {
    return repeats >= pairs
        ? 1
        : BetaDistribution.of(repeats + 1.0, (double) pairs - repeats)
            .inverseSurvivalProbability(delta);
  }

  /**
   * The shortest run that is too long for chance.
   *
   * @param q probability that two values are equal, in (0, 1]
   * @param level in (0, 1)
   * @return rows; {@link Long#MAX_VALUE} where any run may be chance, q = 1
   */
  public static long tooLong(double q, double level) {
    return q >= 1 ? Long.MAX_VALUE : 1 + (long) Math.ceil(2 * Math.log(level) / Math.log(q));
  }
}

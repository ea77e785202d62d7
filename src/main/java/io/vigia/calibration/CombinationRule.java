package io.vigia.calibration;

import java.util.Locale;

/**
 * How the tail scores {@code t_1 .. t_L} of an ensemble's members become one statistic. Members
 * learned from the same rows are strongly dependent, so no rule's textbook distribution is used:
 * the statistic is calibrated on held-out rows as any score is, which is right under any
 * dependence. The rules differ only in what they find.
 */
public enum CombinationRule {
  /**
   * {@code sum_l t_l / L}: an event is rare where the members agree that it is. Ranks as Fisher's
   * statistic {@code -2 sum log p_l} does (Fisher 1932), whose chi-squared law would need
   * independence.
   */
  MEAN {
    @Override
    double combined(double[] tails) {
      double sum = 0;
      for (double tail : tails) {
        sum += tail;
      }
      return sum / tails.length;
    }
  },
  /**
   * {@code log(sum_l exp(t_l) / L)}, minus the logarithm of the harmonic mean p-value (Wilson 2019,
   * equation 1): nearly the largest, softened; meant for dependent p-values.
   */
  HARMONIC_MEAN {
    @Override
    double combined(double[] tails) {
      double largest = MAX.combined(tails);
      double sum = 0;
      for (double tail : tails) {
        sum += Math.exp(tail - largest);
      }
      return largest + Math.log(sum / tails.length);
    }
  },
  /** {@code max_l t_l}: an event is rare where one member says so (Tippett 1931). */
  MAX {
    @Override
    double combined(double[] tails) {
      double largest = Double.NEGATIVE_INFINITY;
      for (double tail : tails) {
        largest = Math.max(largest, tail);
      }
      return largest;
    }
  };

  /** The combined statistic; higher is rarer. Allocates nothing. */
  abstract double combined(double[] tails);

  /** As it stands in files: {@code mean}, {@code harmonic-mean}, {@code max}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The rule with this label.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static CombinationRule of(String label) {
    for (CombinationRule rule : values()) {
      if (rule.label().equals(label)) {
        return rule;
      }
    }
    throw new IllegalArgumentException(
        "the combination rule is '" + label + "'; allowed: mean, harmonic-mean, max");
  }
}

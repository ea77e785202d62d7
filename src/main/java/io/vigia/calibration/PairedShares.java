package io.vigia.calibration;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Two finders on the same events: whether one finds more than chance makes it. Only the events that
 * one of them found and the other did not tell them apart.
 *
 * @param events n, 1 or more
 * @param onlyFirst b, found by the first alone
 * @param onlySecond c, found by the second alone
 */
public record PairedShares(long events, long onlyFirst, long onlySecond) {
  /**
   * @throws IllegalArgumentException where more differ than there are
   */
  public PairedShares {
    if (events < 1 || onlyFirst < 0 || onlySecond < 0 || onlyFirst + onlySecond > events) {
      throw new IllegalArgumentException(
          onlyFirst + " and " + onlySecond + " that differ of " + events + ": not possible");
    }
  }

  /** The first's share minus the second's, {@code (b - c) / n}. */
  public double difference() {
    return (onlyFirst - onlySecond) / (double) events;
  }

  /**
   * An interval of the difference: Wald's, with half an event more in each of the four cells
   * (Agresti and Min 2005, Statistics in Medicine 24, section 4), within [-1, 1].
   *
   * @param confidence in (0, 1)
   * @return lower and upper end
   */
  public double[] interval(double confidence) {
    double n = events + 2.0;
    double b = onlyFirst + 0.5;
    double c = onlySecond + 0.5;
    double middle = (b - c) / n;
    double error = Math.sqrt(b + c - (b - c) * (b - c) / n) / n;
    double reach =
        NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2) * error;
    return new double[] {Math.max(-1, middle - reach), Math.min(1, middle + reach)};
  }

  /**
   * The probability of so uneven a b and c where both find equally well: McNemar's test (McNemar
   * 1947) in its exact form, two-sided, {@code min(1, 2 P(X <= min(b, c)))}, X binomial with {@code
   * b + c} trials of 1/2.
   */
  public double pValue() {
    int differing = Math.toIntExact(onlyFirst + onlySecond);
    if (differing == 0) {
      return 1;
    }
    int fewer = Math.toIntExact(Math.min(onlyFirst, onlySecond));
    return Math.min(1, 2 * BinomialDistribution.of(differing, 0.5).cumulativeProbability(fewer));
  }
}

package io.vigia.calibration;

/**
 * How many background events a p-value threshold turns into alerts, by chance alone.
 *
 * <p>With {@code n} calibration scores and {@code k = floor(p (n + 1))} an event alerts when its
 * score is above the k-th largest of them. The probability that background does so depends on that
 * one score: over all calibrations it is {@code Beta(k, n + 1 - k)} (Vovk 2012, proposition 2),
 * with mean {@code k / (n + 1)}. The number of alerts among {@code m} background events is
 * therefore beta-binomial:
 *
 * <pre>{@code
 * P(0)     = prod_{i=0}^{k-1} (b + i) / (b + m + i),    b = n + 1 - k
 * P(j + 1) = P(j) (m - j) (k + j) / ((j + 1) (b + m - j - 1))
 * }</pre>
 *
 * It is wider than Poisson: with k = 10 the calibration alone is uncertain by a third.
 *
 * @param events background events, m
 * @param rank k, 0 when the threshold is below the smallest p-value
 * @param calibrationSize n
 */
public record FalseAlarms(long events, long rank, int calibrationSize) {
  public FalseAlarms {
    if (events < 0 || calibrationSize < 1 || rank < 0 || rank > calibrationSize) {
      throw new IllegalArgumentException(
          events + " events, rank " + rank + " of " + calibrationSize + ": not possible");
    }
  }

  /**
   * The false alarms of a threshold.
   *
   * @param p in (0, 1); an event alerts when its p-value is at or below it
   */
  public static FalseAlarms of(Calibration calibration, double p, long events) {
    return new FalseAlarms(events, calibration.rank(p), calibration.size());
  }

  /** The probability that one background event alerts, averaged over calibrations. */
  public double probability() {
    return rank / (calibrationSize + 1.0);
  }

  /** The mean number. */
  public double expected() {
    return events * probability();
  }

  /**
   * The smallest number that is reached with at least this probability.
   *
   * @param q in (0, 1)
   */
  public long quantile(double q) {
    if (!(q > 0 && q < 1)) {
      throw new IllegalArgumentException("a quantile is of a share in (0, 1), got " + q);
    }
    if (rank == 0) {
      return 0;
    }
    double logP = logOfNone();
    double sum = Math.exp(logP);
    long j = 0;
    while (sum < q && j < events) {
      logP += logRatio(j);
      sum += Math.exp(logP);
      j++;
    }
    return j;
  }

  /**
   * P(0), P(1), ... up to the number of events.
   *
   * @throws ArithmeticException where there are more events than an array holds
   */
  public double[] probabilities() {
    double[] probabilities = new double[Math.toIntExact(events + 1)];
    if (rank == 0) {
      probabilities[0] = 1;
      return probabilities;
    }
    double logP = logOfNone();
    for (int j = 0; j < probabilities.length; j++) {
      probabilities[j] = Math.exp(logP);
      logP += j < events ? logRatio(j) : 0;
    }
    return probabilities;
  }

  /** log P(0). */
  private double logOfNone() {
    double b = calibrationSize + 1.0 - rank;
    double logP = 0;
    for (long i = 0; i < rank; i++) {
      logP -= Math.log1p(events / (b + i));
    }
    return logP;
  }

  /** log P(j + 1) / P(j). */
  private double logRatio(long j) {
    double b = calibrationSize + 1.0 - rank;
    return Math.log((events - j) * (double) (rank + j) / ((j + 1.0) * (b + events - j - 1)));
  }
}

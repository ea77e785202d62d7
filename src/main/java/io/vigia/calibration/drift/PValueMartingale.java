package io.vigia.calibration.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Evidence that p-values against a fixed calibration table are no longer those of its background: a
 * conformal test martingale (Vovk, Nouretdinov and Gammerman 2003; in the form of the simple
 * jumper, Vovk et al. 2021, algorithm 1) for a null hypothesis that leaves room for what does not
 * count as drift. A bet multiplies its capital, for each p-value, by
 *
 * <pre>{@code
 * (1 + eps (p - 1/2)) / (1 + |eps| m)          eps in {-1, -1/4, 1/4, 1}
 * q1 / q0 where p <= u, else (1 - q1) / (1 - q0)     u in {.001, .01, .05}, q1 / q0 in {1.5, 4}
 * }</pre>
 *
 * whose expectation is 1 at most for each law of p with a mean within m of one half and a
 * probability of {@code p <= u} up to q0. Here
 *
 * <pre>{@code
 * m  = effect + t_n (+ half the probability of a tie, upwards)
 * q0 = (1 + shareEffect) F_n(u)
 * }</pre>
 *
 * with t_n and F_n the bounds that the law of a table of n rows keeps ({@link TableMargin}). Half
 * of alpha is for tables and ties beyond these bounds, in equal parts ({@link #boundLevel}), half
 * for Ville's inequality, so that {@link #isAlarm} becomes true with probability alpha at most,
 * over the table and the whole stream, while scores are exchangeable with the calibration's or
 * differ by less than the effects.
 */
public final class PValueMartingale {
  private static final double[] SLOPES = {-1, -0.25, 0.25, 1};
  private static final double[] SHARES = {0.001, 0.01, 0.05};
  private static final double[] RATIOS = {1.5, 4};
  private static final double MOST_LIKELY = 0.9;

  /** Of the mean, of ties, and one of each share. */
  static final int BOUNDS = 2 + SHARES.length;

  /** From start to start of the bets, samples. */
  private static final int BLOCK = 100;

  private final double logThreshold;
  private final double[] logMargins;
  private final double[] logHits;
  private final double[] logMisses;
  private final ChangeCapital capital;
  private long samples;

  /**
   * A martingale at 1.
   *
   * @param alpha probability of a false alarm, ever, in (0, 1)
   * @param rows of the calibration table
   * @param effect of the mean p-value that does not count
   * @param shareEffect by how much of itself a share of small p-values may grow
   * @param ties probability that two scores are equal
   */
  public PValueMartingale(double alpha, long rows, double effect, double shareEffect, double ties) {
    TableMargin margin = new TableMargin(rows, boundLevel(alpha));
    logThreshold = Math.log(2 / alpha);
    logMargins = new double[SLOPES.length];
    for (int bet = 0; bet < SLOPES.length; bet++) {
      double up = SLOPES[bet] > 0 ? ties / 2 : 0;
      logMargins[bet] = Math.log1p(Math.abs(SLOPES[bet]) * (effect + margin.mean() + up));
    }
    logHits = new double[SHARES.length * RATIOS.length];
    logMisses = new double[logHits.length];
    for (int bet = 0; bet < logHits.length; bet++) {
      double q0 =
          Math.min(MOST_LIKELY, (1 + shareEffect) * margin.most(SHARES[bet / RATIOS.length]));
      double q1 = Math.min((1 + q0) / 2, q0 * RATIOS[bet % RATIOS.length]);
      logHits[bet] = Math.log(q1 / q0);
      logMisses[bet] = Math.log1p(-q1) - Math.log1p(-q0);
    }
    capital = new ChangeCapital(SLOPES.length + logHits.length);
  }

  /**
   * The probability with which each of the {@link #BOUNDS} bounds may be passed, so that all of
   * them have half of alpha; also that of {@code ties}, where it is estimated.
   */
  public static double boundLevel(double alpha) {
    return alpha / 2 / BOUNDS;
  }

  /**
   * The next p-value.
   *
   * @param p in (0, 1]
   * @param offset of its sample
   * @throws IllegalArgumentException for what is no p-value
   */
  public void add(double p, long offset) {
    if (!(p > 0 && p <= 1)) {
      throw new IllegalArgumentException("a p-value is " + p + "; allowed: above 0, at most 1");
    }
    if (samples % BLOCK == 0) {
      capital.start(new ChangeCapital.Position(samples, offset));
    }
    samples++;
    for (int bet = 0; bet < SLOPES.length; bet++) {
      capital.multiply(bet, Math.log1p(SLOPES[bet] * (p - 0.5)) - logMargins[bet]);
    }
    for (int bet = 0; bet < logHits.length; bet++) {
      boolean hit = p <= SHARES[bet / RATIOS.length];
      capital.multiply(SLOPES.length + bet, hit ? logHits[bet] : logMisses[bet]);
    }
  }

  /** log M, nats. */
  public double log() {
    return capital.log();
  }

  /** The log M of an alarm, nats. */
  public double logThreshold() {
    return logThreshold;
  }

  /** Whether {@code M >= 2 / alpha}. */
  public boolean isAlarm() {
    return capital.isAtLeast(logThreshold);
  }

  /** The offset at which the change seems to begin; -1 where there were no samples. */
  public long sinceOffset() {
    return capital.since().offset();
  }

  /** How many samples came since then. */
  public long sinceSamples() {
    return samples - capital.since().sample();
  }

  /** Writes what {@link #read} takes. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(samples);
    capital.write(out);
  }

  /** Becomes the one that was written, made with the same figures. */
  public void read(DataInput in) throws IOException {
    samples = in.readLong();
    capital.read(in);
  }
}

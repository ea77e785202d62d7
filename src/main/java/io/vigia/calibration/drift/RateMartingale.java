package io.vigia.calibration.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Evidence that more events, or fewer, are below a p-value threshold than it lets through: the
 * sequential Poisson likelihood ratio. For c candidates among N scored a bet multiplies its capital
 * by
 *
 * <pre>{@code r^c exp(-lambda N (r - 1))}</pre>
 *
 * with {@code r = 1.5, 4} and {@code lambda = (1 + effect) F_n(u)} against too many, {@code r = 1 /
 * 1.5, 1 / 4} and {@code lambda = F'_n(u) / (1 + effect)} against too few; F_n and F'_n bound what
 * a threshold u by a table of n rows lets through ({@link TableMargin}: its beta law). The
 * expectation is 1 at most for Poisson and for binomial counts of a rate within the bounds, since
 * {@code (1 + q (r - 1))^N <= exp(q N (r - 1))}. Half of alpha is for tables beyond the bounds,
 * half for Ville's inequality.
 */
public final class RateMartingale {
  private static final double[] RATIOS = {1.5, 4, 1 / 1.5, 0.25};

  private final double logThreshold;
  private final double most;
  private final double least;
  private final ChangeCapital capital = new ChangeCapital(RATIOS.length);
  private long candidates;
  private long scored;

  /**
   * A martingale at 1.
   *
   * @param alpha probability of a false alarm, ever, in (0, 1)
   * @param preCut the threshold u, in (0, 1)
   * @param rows of the calibration table
   * @param effect by how much of itself the rate may change
   */
  public RateMartingale(double alpha, double preCut, long rows, double effect) {
    TableMargin margin = new TableMargin(rows, alpha / 4);
    logThreshold = Math.log(2 / alpha);
    most = (1 + effect) * margin.most(preCut);
    least = margin.least(preCut) / (1 + effect);
  }

  /**
   * What came since the last call.
   *
   * @param moreCandidates among them, 0 to {@code moreScored}
   * @param moreScored 0 or more
   * @param offset of the next sample, for {@link #sinceOffset}
   */
  public void add(long moreCandidates, long moreScored, long offset) {
    if (moreCandidates < 0 || moreScored < moreCandidates) {
      throw new IllegalArgumentException(
          moreCandidates + " candidates among " + moreScored + " scored: not possible");
    }
    if (moreScored == 0) {
      return;
    }
    capital.start(new ChangeCapital.Position(scored, offset));
    candidates += moreCandidates;
    scored += moreScored;
    for (int bet = 0; bet < RATIOS.length; bet++) {
      double lambda = RATIOS[bet] > 1 ? most : least;
      capital.multiply(
          bet, moreCandidates * Math.log(RATIOS[bet]) - lambda * moreScored * (RATIOS[bet] - 1));
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

  /** The offset at which the change seems to begin. */
  public long sinceOffset() {
    return capital.since().offset();
  }

  /** Candidates over scored, of all that came; 0 before anything did. */
  public double rate() {
    return scored == 0 ? 0 : candidates / (double) scored;
  }

  /** Writes what {@link #read} takes. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(candidates);
    out.writeLong(scored);
    capital.write(out);
  }

  /** Becomes the one that was written, made with the same figures. */
  public void read(DataInput in) throws IOException {
    candidates = in.readLong();
    scored = in.readLong();
    capital.read(in);
  }
}

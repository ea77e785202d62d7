package io.vigia.calibration.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The capital of a gambler who does not know which bet is right, nor from when on: several bets,
 * each started anew again and again, with shares of the capital that were fixed beforehand. Start k
 * = 1, 2, ... gets {@code w_k = 1 / (k (k + 1))}, in equal parts for the bets; what is not yet
 * staked is kept:
 *
 * <pre>{@code M = 1 / (K + 1) + sum_{k <= K} w_k mean_b prod_{t after start k} f_b(x_t)}</pre>
 *
 * Where each factor has an expectation of 1 at most, M is a supermartingale that begins at 1, and
 * {@code P(M >= 1 / alpha at any time) <= alpha} (Ville 1939). A change at start k costs {@code
 * log(k (k + 1))} nats, so that a watch of a million samples is hardly blinder than one of a
 * thousand. (A mixture that jumps between bets at a constant rate J, as in Vovk et al. 2021, loses
 * about J nats a sample until the change.)
 */
final class ChangeCapital {
  private final double[] logCapital;
  private final Position[] since;
  private long starts;

  /**
   * Where a stream was.
   *
   * @param sample how many samples were before
   * @param offset of the next one
   */
  record Position(long sample, long offset) {}

  ChangeCapital(int bets) {
    logCapital = new double[bets];
    since = new Position[bets];
    Arrays.fill(logCapital, Double.NEGATIVE_INFINITY);
    Arrays.fill(since, new Position(0, -1));
  }

  /** Stakes the next share on each bet. */
  void start(Position here) {
    starts++;
    double share = -Math.log(starts) - Math.log(starts + 1.0) - Math.log(logCapital.length);
    for (int bet = 0; bet < logCapital.length; bet++) {
      if (logCapital[bet] < share) {
        since[bet] = here;
      }
      logCapital[bet] = logSum(logCapital[bet], share);
    }
  }

  /** What is staked on a bet changes by this factor. */
  void multiply(int bet, double logFactor) {
    logCapital[bet] += logFactor;
  }

  /** log M, nats. */
  double log() {
    double sum = -Math.log(starts + 1.0);
    for (double one : logCapital) {
      sum = logSum(sum, one);
    }
    return sum;
  }

  /** Whether log M is so high; cheap where it is far below. */
  boolean isAtLeast(double level) {
    double most = Double.NEGATIVE_INFINITY;
    for (double one : logCapital) {
      most = Math.max(most, one);
    }
    // Each stake is at most the largest, and what is kept is at most 1.
    return Math.max(0, most) + Math.log(logCapital.length + 1.0) >= level && log() >= level;
  }

  /** Where the stakes began that made most of the capital of the best bet. */
  Position since() {
    int best = 0;
    for (int bet = 1; bet < logCapital.length; bet++) {
      best = logCapital[bet] > logCapital[best] ? bet : best;
    }
    return since[best];
  }

  private static double logSum(double a, double b) {
    double high = Math.max(a, b);
    return high == Double.NEGATIVE_INFINITY
        ? high
        : high + Math.log1p(Math.exp(Math.min(a, b) - high));
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(starts);
    for (int bet = 0; bet < logCapital.length; bet++) {
      out.writeDouble(logCapital[bet]);
      out.writeLong(since[bet].sample);
      out.writeLong(since[bet].offset);
    }
  }

  void read(DataInput in) throws IOException {
    starts = in.readLong();
    for (int bet = 0; bet < logCapital.length; bet++) {
      logCapital[bet] = in.readDouble();
      since[bet] = new Position(in.readLong(), in.readLong());
    }
  }
}

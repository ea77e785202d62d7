package io.vigia.alert.budget;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rank at or above which so many offers a period are expected to lie. It is that of calibrated
 * p-values at the stream's rate, and a correction that follows what is really sent (stochastic
 * approximation of a quantile, Robbins and Monro 1951):
 *
 * <pre>{@code
 * q = max(ln(N / K) + c, -ln(pre-cut)),    N = events per live second times live seconds per period
 * c <- c + eta (1{sent} - K dt / L)
 * }</pre>
 *
 * with K the target, dt the live seconds that passed and L those of a period. Summed up, what was
 * sent is K for each L live seconds, but for {@code (c_now - c_start) / eta} alerts, whatever the
 * stream does: c is a logarithm of a rate, and a threefold change moves it by 1.1. A change of the
 * event rate moves N and costs nothing. The step eta is {@code 1 / K}, at most {@value
 * #LARGEST_STEP}, at least {@value #SMALLEST_STEP}: c settles within about a period, or two for
 * small targets, and jitters by {@code sqrt(eta / 2)}. A threshold at the pre-cut does not go on
 * falling: what could not be sent is not owed. Of live time that was taken to pass and did not, c
 * gets back what it went down by.
 */
final class TrackedThreshold {
  private static final double LARGEST_STEP = 0.5;
  private static final double SMALLEST_STEP = 0.1;

  /** A rate is measured over a period, but not more than so many seconds. */
  private static final double LONGEST_BLOCK = 10;

  /**
   * All that is kept.
   *
   * @param correction c
   * @param taken what c went down by since the last reading, for live time {@link Exposure#ahead}
   */
  record State(
      double correction, double taken, Exposure.State exposure, PeriodLength.State length) {
    static State before(@Nullable Periods periods) {
      return new State(0, 0, Exposure.State.START, PeriodLength.guessed(periods));
    }
  }

  private final double target;
  private final double step;
  private final double leastRank;
  private final Exposure exposure;
  private final PeriodLength length;
  private double correction;
  private double taken;

  /**
   * @param target offers a period, K
   * @param preCut the greatest p-value of an offer
   */
  TrackedThreshold(double target, double preCut, State state) {
    this.target = target;
    this.step = Math.min(LARGEST_STEP, Math.max(SMALLEST_STEP, 1 / target));
    this.leastRank = -Math.log(preCut);
    this.length = new PeriodLength(state.length);
    this.exposure = new Exposure(state.exposure, Math.min(LONGEST_BLOCK, length.seconds()));
    this.correction = state.correction;
    this.taken = state.taken;
  }

  State state() {
    return new State(correction, taken, exposure.state(), length.state());
  }

  /** Whether the event rate is known, without which there is no threshold. */
  boolean isKnown() {
    return exposure.rate() != null;
  }

  /** An offer came, whatever becomes of it. */
  void offered(long timeMillis) {
    taken += pass(exposure.offered(timeMillis));
  }

  /** Takes a reading of exposure. */
  void read(double liveSeconds, double events) {
    double ahead = exposure.ahead();
    double beyond = exposure.read(liveSeconds, events);
    if (beyond < 0) {
      correction += taken * -beyond / ahead;
    }
    pass(Math.max(0, beyond));
    taken = 0;
  }

  /** What the correction goes down by in so much live time: not below the pre-cut. */
  private double pass(double liveSeconds) {
    double least = isKnown() ? leastRank - calibratedRank() : Double.NEGATIVE_INFINITY;
    double before = Math.max(least, correction);
    correction = Math.max(least, before - step * target * liveSeconds / length.seconds());
    return before - correction;
  }

  /** An offer was sent. */
  void sent() {
    correction += step;
  }

  /** A period ended. */
  void periodEnded() {
    length.ended(exposure.liveSeconds());
  }

  /** q; only where it {@link #isKnown}. */
  double rank() {
    return Math.max(leastRank, calibratedRank() + correction);
  }

  /** Whether the threshold has fallen to the pre-cut, so that there are too few candidates. */
  boolean isAtPreCut() {
    return isKnown() && rank() <= leastRank;
  }

  private double calibratedRank() {
    double rate = Objects.requireNonNull(exposure.rate());
    return Math.log(rate * length.seconds() / target);
  }
}

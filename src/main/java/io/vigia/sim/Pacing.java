package io.vigia.sim;

import java.util.concurrent.TimeUnit;

/** Holds a loop to a rate on average: the n-th turn is never before n / rate. */
public final class Pacing {
  private final double nanosPerTurn;
  private final long start = System.nanoTime();

  private Pacing(double nanosPerTurn) {
    this.nanosPerTurn = nanosPerTurn;
  }

  /**
   * @param rate turns a second; positive infinity never waits
   */
  public static Pacing perSecond(double rate) {
    return new Pacing(1e9 / rate);
  }

  /** Waits until turn {@code n}, counted from 0, is due. */
  public void await(long n) throws InterruptedException {
    if (nanosPerTurn == 0) {
      return;
    }
    long due = start + (long) (n * nanosPerTurn);
    long early = due - System.nanoTime();
    // A pause shorter than the scheduler's grain only makes bursts smaller than a millisecond.
    if (early > 1_000_000) {
      TimeUnit.NANOSECONDS.sleep(early);
    }
  }
}

package io.vigia.app.bench.calibration;

import io.vigia.alert.budget.Allocation;
import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.alert.budget.Allocation.Verdict;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Background as the desk sees it: of events that come at random at a rate those below the pre-cut,
 * and now and then a tally. P-values are uniform, or all too small by a factor: a drift of scores.
 */
final class BudgetStream {
  private static final int TICK_MILLIS = 1000;

  private final Allocation allocation;
  private final double preCut;
  private final double tallySeconds;
  private final SplittableRandom random;
  private double liveSeconds;
  private double events;
  private int named;

  /**
   * @param tallySeconds live seconds from tally to tally
   */
  BudgetStream(Allocation allocation, double preCut, double tallySeconds, long seed) {
    this.allocation = allocation;
    this.preCut = preCut;
    this.tallySeconds = tallySeconds;
    this.random = new SplittableRandom(seed);
  }

  /**
   * A stretch of live time.
   *
   * @param fromMillis ms since 1970 UTC
   * @param hertz events a second
   * @param factor how many times too often a p-value lies below what it says
   * @return how many alerts were sent
   */
  int watch(long fromMillis, double seconds, double hertz, double factor) {
    int sent = 0;
    double next = gap(hertz * factor);
    for (int tally = 1; tally * tallySeconds <= seconds; tally++) {
      double end = tally * tallySeconds;
      for (; next < end; next += gap(hertz * factor)) {
        double pValue = preCut * (1 - random.nextDouble());
        long time = fromMillis + (long) (1000 * next);
        sent += sent(allocation.offer(Offer.of("e" + named++, time, pValue)));
      }
      liveSeconds += tallySeconds;
      events += hertz * tallySeconds;
      allocation.exposure(liveSeconds, events);
      sent += sent(allocation.advance(fromMillis + (long) (1000 * end) - 1));
    }
    return sent;
  }

  /** Nothing comes in that time but ticks of the desk's clock, one a second. */
  int silence(long fromMillis, long untilMillis) {
    int sent = 0;
    for (long tick = fromMillis + TICK_MILLIS; tick < untilMillis; tick += TICK_MILLIS) {
      sent += sent(allocation.advance(tick));
    }
    return sent + sent(allocation.advance(untilMillis));
  }

  private double gap(double candidateHertzAtOne) {
    return -Math.log(1 - random.nextDouble()) / (candidateHertzAtOne * preCut);
  }

  private static int sent(List<Verdict> verdicts) {
    return (int) verdicts.stream().filter(one -> one.ruling() == Ruling.SEND).count();
  }
}

package io.vigia.alert.budget;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.alert.budget.Allocation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Background for a test: events at a rate, candidates with uniform p-values, live as it is told.
 */
final class BudgetStream {
  static final double PRE_CUT = 1e-2;

  private final Random random;
  private double liveSeconds;
  private double events;
  private int named;

  BudgetStream(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Live time of so many seconds.
   *
   * @param inflation how many times too small p-values are
   */
  List<Verdict> watch(
      Allocation allocation, long fromMillis, double seconds, double hertz, double inflation) {
    List<Verdict> verdicts = new ArrayList<>();
    double reading = Math.min(1, seconds / 100);
    double next = gap(hertz * inflation);
    for (double now = 0; now < seconds; now += reading) {
      for (; next < now + reading; next += gap(hertz * inflation)) {
        double p = PRE_CUT * (1 - random.nextDouble());
        verdicts.addAll(
            allocation.offer(Offer.of("e" + named++, fromMillis + (long) (1000 * next), p)));
      }
      liveSeconds += reading;
      events += hertz * reading;
      allocation.exposure(liveSeconds, events);
      verdicts.addAll(allocation.advance(fromMillis + (long) (1000 * (now + reading)) - 1));
    }
    return verdicts;
  }

  /** Silence of so many seconds: the clock on the wall moves event time on, and no tally comes. */
  static List<Verdict> silence(Allocation allocation, long fromMillis, long seconds) {
    List<Verdict> verdicts = new ArrayList<>();
    for (long second = 1; second < seconds; second++) {
      verdicts.addAll(allocation.advance(fromMillis + 1_000 * second));
    }
    return verdicts;
  }

  /** An allocation that no tally reaches for a while, as in a replay. */
  record Unread(Allocation allocation) implements Allocation {
    @Override
    public List<Verdict> offer(Offer offer) {
      return allocation.offer(offer);
    }

    @Override
    public List<Verdict> advance(long timeMillis) {
      return allocation.advance(timeMillis);
    }

    @Override
    public void exposure(double liveSeconds, double weightedEvents) {
      // None comes.
    }

    @Override
    public JsonNode state() {
      return allocation.state();
    }
  }

  private double gap(double hertz) {
    return -Math.log(1 - random.nextDouble()) / (hertz * PRE_CUT);
  }

  static long sent(List<Verdict> verdicts) {
    return count(verdicts, Ruling.SEND);
  }

  static long count(List<Verdict> verdicts, Ruling ruling) {
    return verdicts.stream().filter(verdict -> verdict.ruling() == ruling).count();
  }
}

package io.vigia.alert.budget;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * So many alerts a second of live time, in the long-run mean, by a {@link TrackedThreshold}; bursts
 * are cut by a bucket of tokens that holds as many as the cap and is filled at that rate.
 */
public final class RateBudget implements Allocation {
  /**
   * All that is kept.
   *
   * @param tokens how many may be sent at once
   * @param lastMillis when they were counted; null before the first offer
   */
  record State(TrackedThreshold.State threshold, double tokens, @Nullable Long lastMillis) {}

  private final double target;
  private final double cap;
  private final TrackedThreshold threshold;
  private double tokens;
  private @Nullable Long lastMillis;

  private RateBudget(double target, double cap, double preCut, State state) {
    if (!(target > 0 && target <= cap)) {
      throw new IllegalArgumentException(
          "a target of " + target + " Hz with a cap of " + cap + "; above 0, at most the cap");
    }
    this.target = target;
    this.cap = cap;
    this.threshold = new TrackedThreshold(target, preCut, state.threshold);
    this.tokens = state.tokens;
    this.lastMillis = state.lastMillis;
  }

  /**
   * @param target Hz
   * @param cap the most in a burst, and the most a second after it; at least the target and 1
   * @param preCut the greatest p-value of an offer
   */
  public static RateBudget of(double target, double cap, double preCut) {
    return new RateBudget(target, cap, preCut, start(cap));
  }

  /** The budget as a {@link #state()} says; a new one where that is of another rule. */
  public static RateBudget of(double target, double cap, double preCut, JsonNode state) {
    State read = AllocationState.read(state, State.class, start(cap));
    return new RateBudget(target, cap, preCut, read);
  }

  private static State start(double cap) {
    return new State(TrackedThreshold.State.before(CalendarPeriods.SECOND), cap, null);
  }

  @Override
  public JsonNode state() {
    return AllocationState.json(new State(threshold.state(), tokens, lastMillis));
  }

  @Override
  public void exposure(double liveSeconds, double weightedEvents) {
    threshold.read(liveSeconds, weightedEvents);
  }

  @Override
  public List<Verdict> advance(long timeMillis) {
    fill(timeMillis);
    return List.of();
  }

  @Override
  public List<Verdict> offer(Offer offer) {
    threshold.offered(offer.timeMillis());
    fill(offer.timeMillis());
    if (!threshold.isKnown()) {
      return verdict(offer, Ruling.BELOW, 0, "the event rate is not known yet");
    }
    double pValue = Math.exp(-threshold.rank());
    if (offer.rank() < threshold.rank()) {
      return verdict(offer, Ruling.BELOW, pValue, "above the threshold of " + target + " Hz");
    }
    if (tokens < 1) {
      return verdict(offer, Ruling.CAPPED, pValue, "a burst of more than " + cap);
    }
    tokens--;
    threshold.sent();
    return verdict(offer, Ruling.SEND, pValue, "within " + target + " Hz");
  }

  private void fill(long timeMillis) {
    Long last = lastMillis;
    if (last == null || timeMillis > last) {
      tokens = last == null ? cap : Math.min(cap, tokens + cap * (timeMillis - last) / 1000.0);
      lastMillis = timeMillis;
    }
  }

  private static List<Verdict> verdict(Offer offer, Ruling ruling, double pValue, String reason) {
    return List.of(new Verdict(offer.id(), ruling, null, pValue, reason));
  }
}

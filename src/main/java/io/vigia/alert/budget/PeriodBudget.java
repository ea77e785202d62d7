package io.vigia.alert.budget;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * So many alerts a period, in the long-run mean.
 *
 * <ul>
 *   <li>Live: those above a {@link TrackedThreshold}. A period with half the usual live time gets
 *       half of the budget; one without live time none. What the cap holds back is not made good
 *       inside its period.
 *   <li>Best of period: at its end the rarest, as many as the target's whole part; its fraction is
 *       carried over, so that half an alert a night is one every other night. Partial periods get
 *       all of it. What a period has too few candidates for is not carried over.
 *   <li>Both: half of the target live, the rest at the end.
 * </ul>
 *
 * An offer that comes after the end of its period counts in the one that it is then.
 */
public final class PeriodBudget implements Allocation {
  /**
   * What is asked for.
   *
   * @param target alerts a period, in the long-run mean, above 0; at most {@value #MOST_HELD} where
   *     any are held until the period's end
   * @param cap the most in one period, at least the target
   * @param unit of a period, for people: night
   * @param periods null where the offers' field names them
   * @param preCut the greatest p-value of an offer, in (0, 1]
   */
  public record Terms(
      double target,
      int cap,
      Delivery delivery,
      String unit,
      @Nullable Periods periods,
      double preCut) {
    /**
     * @throws IllegalArgumentException for a target that is not above 0, is above the cap, or is
     *     more than can be held
     */
    public Terms {
      if (!(target > 0 && target <= cap)) {
        throw new IllegalArgumentException(
            "a target of " + target + " with a cap of " + cap + "; above 0, at most the cap");
      }
      if (delivery != Delivery.LIVE && target > MOST_HELD) {
        throw new IllegalArgumentException(
            "a target of " + target + ", held to the period's end; at most " + MOST_HELD);
      }
    }

    /** The live share of the target. */
    private double liveTarget() {
      return delivery == Delivery.BOTH ? target / 2 : target;
    }
  }

  /**
   * All that is kept.
   *
   * @param sent in this period
   * @param offered whether anything was offered in this period
   * @param spare the fraction of an alert that is carried over
   * @param held weakest first; of equals the last that came
   */
  record State(
      TrackedThreshold.State threshold,
      PeriodClock.State clock,
      int sent,
      boolean offered,
      double spare,
      List<Offer> held) {}

  private final Terms terms;
  private final TrackedThreshold threshold;
  private final PeriodClock clock;
  private final List<Offer> held;
  private int sent;
  private boolean offered;
  private double spare;

  private PeriodBudget(Terms terms, State state) {
    this.terms = terms;
    this.threshold = new TrackedThreshold(terms.liveTarget(), terms.preCut, state.threshold);
    this.clock = new PeriodClock(terms.periods, state.clock);
    this.held = new ArrayList<>(state.held);
    this.sent = state.sent;
    this.offered = state.offered;
    this.spare = state.spare;
  }

  /** A budget of which nothing was spent. */
  public static PeriodBudget of(Terms terms) {
    return new PeriodBudget(terms, start(terms));
  }

  /** The budget as a {@link #state()} says; a new one where that is of another rule. */
  public static PeriodBudget of(Terms terms, JsonNode state) {
    return new PeriodBudget(terms, AllocationState.read(state, State.class, start(terms)));
  }

  private static State start(Terms terms) {
    TrackedThreshold.State threshold = TrackedThreshold.State.before(terms.periods);
    return new State(threshold, PeriodClock.State.START, 0, false, 0, List.of());
  }

  @Override
  public JsonNode state() {
    return AllocationState.json(
        new State(threshold.state(), clock.state(), sent, offered, spare, List.copyOf(held)));
  }

  @Override
  public void exposure(double liveSeconds, double weightedEvents) {
    threshold.read(liveSeconds, weightedEvents);
  }

  @Override
  public List<Verdict> advance(long timeMillis) {
    String period = clock.id();
    return clock.advance(timeMillis) ? end(period) : List.of();
  }

  @Override
  public List<Verdict> offer(Offer offer) {
    String period = clock.id();
    List<Verdict> verdicts = new ArrayList<>(clock.offer(offer) ? end(period) : List.of());
    threshold.offered(offer.timeMillis());
    offered = true;
    if (isRare(offer)) {
      verdicts.addAll(spend(offer));
    } else if (terms.delivery == Delivery.LIVE) {
      verdicts.add(verdict(offer, Ruling.BELOW, livePValue(), whyBelow()));
    } else {
      verdicts.addAll(hold(offer));
    }
    return verdicts;
  }

  private boolean isRare(Offer offer) {
    return terms.delivery != Delivery.BEST_OF_PERIOD
        && threshold.isKnown()
        && offer.rank() >= threshold.rank();
  }

  private double livePValue() {
    return threshold.isKnown() ? Math.exp(-threshold.rank()) : 0;
  }

  private String whyBelow() {
    return threshold.isKnown()
        ? "above the threshold of " + text(terms.liveTarget()) + " a " + terms.unit
        : "the event rate is not known yet";
  }

  /** Sends an offer that is above the threshold, unless the cap is spent. */
  private List<Verdict> spend(Offer offer) {
    double pValue = livePValue();
    int most = terms.delivery == Delivery.LIVE ? terms.cap : allowance();
    if (sent >= most) {
      String reason = sent + " were sent this " + terms.unit + ", the most allowed";
      return List.of(verdict(offer, Ruling.CAPPED, pValue, reason));
    }
    String reason = "within " + text(terms.liveTarget()) + " a " + terms.unit;
    if (threshold.isAtPreCut()) {
      reason += ", for which there are too few candidates: the pre-cut is the threshold";
    }
    sent++;
    threshold.sent();
    List<Verdict> verdicts = new ArrayList<>(crowdOut());
    verdicts.add(verdict(offer, Ruling.SEND, pValue, reason));
    return verdicts;
  }

  /** How many may be sent in this period by its end. */
  private int allowance() {
    return (int) Math.min(terms.cap, Math.floor(spare + terms.target));
  }

  private List<Verdict> hold(Offer offer) {
    int place = 0;
    while (place < held.size() && held.get(place).rank() < offer.rank()) {
      place++;
    }
    held.add(place, offer);
    List<Verdict> verdicts = new ArrayList<>(crowdOut());
    boolean stays = verdicts.stream().noneMatch(verdict -> verdict.id().equals(offer.id()));
    if (stays) {
      double weakest = Math.exp(-held.get(0).rank());
      verdicts.add(verdict(offer, Ruling.HELD, weakest, "among the rarest so far"));
    }
    return verdicts;
  }

  /** Lets go of the weakest that are held beyond what may still be sent. */
  private List<Verdict> crowdOut() {
    List<Verdict> verdicts = new ArrayList<>();
    int room = Math.max(0, allowance() - sent);
    while (held.size() > room) {
      Offer weakest = held.remove(0);
      double pValue = held.isEmpty() ? 0 : Math.exp(-held.get(0).rank());
      String reason = room == 0 ? "nothing of the budget is left" : room + " rarer ones came";
      verdicts.add(verdict(weakest, Ruling.BELOW, pValue, reason));
    }
    return verdicts;
  }

  /** Sends what was held, rarest first. */
  private List<Verdict> end(String period) {
    List<Verdict> verdicts = new ArrayList<>();
    double pValue = held.isEmpty() ? 0 : Math.exp(-held.get(0).rank());
    String reason = "one of the " + held.size() + " rarest that were held this " + terms.unit;
    for (int i = held.size() - 1; i >= 0; i--) {
      verdicts.add(new Verdict(held.get(i).id(), Ruling.SEND, period, pValue, reason));
    }
    spare = offered ? (spare + terms.target) % 1 : spare;
    held.clear();
    sent = 0;
    offered = false;
    threshold.periodEnded();
    return verdicts;
  }

  private Verdict verdict(Offer offer, Ruling ruling, double pValue, String reason) {
    return new Verdict(offer.id(), ruling, clock.id(), pValue, reason);
  }

  private static String text(double target) {
    return BigDecimal.valueOf(target).stripTrailingZeros().toPlainString();
  }
}

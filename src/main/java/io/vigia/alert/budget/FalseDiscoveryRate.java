package io.vigia.alert.budget;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.calibration.BenjaminiHochberg;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * At a period's end the discoveries of Benjamini and Hochberg among all its events: of what is
 * sent, at most a share is background, in the mean. Only events below the pre-cut are seen here,
 * which is enough while the threshold of discoveries lies below it; where it does not, that is
 * said. The {@value #MOST_HELD} rarest of a period are kept, more than that are never sent.
 */
public final class FalseDiscoveryRate implements Allocation {
  private static final State START = new State(PeriodClock.State.START, 0, 0, 0, 0, List.of());
  private static final Comparator<Offer> RAREST_FIRST = Comparator.comparingDouble(Offer::pValue);

  /**
   * What is asked for.
   *
   * @param rate the share of false ones among what is sent, alpha, in (0, 1)
   * @param unit of a period, for people: night
   * @param periods null where the offers' field names them
   * @param preCut the greatest p-value of an offer, in (0, 1]
   */
  public record Terms(double rate, String unit, @Nullable Periods periods, double preCut) {
    /**
     * @throws IllegalArgumentException for a rate outside (0, 1)
     */
    public Terms {
      if (!(rate > 0 && rate < 1)) {
        throw new IllegalArgumentException("a rate of false discoveries is " + rate + "; (0, 1)");
      }
    }
  }

  /**
   * All that is kept.
   *
   * @param events of the stream so far
   * @param eventsAtStart of the period
   * @param offers of the period
   * @param calibrationRows as {@link #calibratedOn} said last
   * @param held rarest first
   */
  record State(
      PeriodClock.State clock,
      double events,
      double eventsAtStart,
      long offers,
      long calibrationRows,
      List<Offer> held) {}

  private final Terms terms;
  private final PeriodClock clock;
  private final List<Offer> held;
  private double events;
  private double eventsAtStart;
  private long offers;
  private long calibrationRows;

  private FalseDiscoveryRate(Terms terms, State state) {
    this.terms = terms;
    this.clock = new PeriodClock(terms.periods, state.clock);
    this.events = state.events;
    this.eventsAtStart = state.eventsAtStart;
    this.offers = state.offers;
    this.calibrationRows = state.calibrationRows;
    this.held = new ArrayList<>(state.held);
  }

  /** Before the first event. */
  public static FalseDiscoveryRate of(Terms terms) {
    return new FalseDiscoveryRate(terms, START);
  }

  /** As a {@link #state()} says; before the first event where that is of another rule. */
  public static FalseDiscoveryRate of(Terms terms, JsonNode state) {
    return new FalseDiscoveryRate(terms, AllocationState.read(state, State.class, START));
  }

  @Override
  public JsonNode state() {
    return AllocationState.json(
        new State(
            clock.state(), events, eventsAtStart, offers, calibrationRows, List.copyOf(held)));
  }

  @Override
  public void exposure(double liveSeconds, double weightedEvents) {
    if (weightedEvents < events) {
      eventsAtStart = Math.min(0, eventsAtStart - events); // What the bundle before saw counts too.
    }
    events = weightedEvents;
  }

  @Override
  public void calibratedOn(long rows) {
    calibrationRows = rows;
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
    offers++;
    int place = Collections.binarySearch(held, offer, RAREST_FIRST);
    held.add(place < 0 ? -place - 1 : place, offer);
    Offer dropped = held.size() > MOST_HELD ? held.remove(MOST_HELD) : null;
    if (dropped != null) {
      verdicts.add(verdict(dropped, Ruling.BELOW, clock.id(), 0, MOST_HELD + " rarer ones came"));
    }
    if (dropped != offer) {
      String reason = "its discoveries are told at the end of the " + terms.unit;
      verdicts.add(verdict(offer, Ruling.HELD, clock.id(), 0, reason));
    }
    return verdicts;
  }

  private List<Verdict> end(String period) {
    double tests = Math.max(events - eventsAtStart, offers);
    double[] pValues = held.stream().mapToDouble(Offer::pValue).toArray();
    int found = BenjaminiHochberg.discoveries(pValues, tests, terms.rate);
    double pValue = found * terms.rate / tests;
    String reason = reason(found, tests);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < held.size(); i++) {
      Ruling ruling = i < found ? Ruling.SEND : Ruling.BELOW;
      verdicts.add(verdict(held.get(i), ruling, period, pValue, reason));
    }
    held.clear();
    offers = 0;
    eventsAtStart = events;
    return verdicts;
  }

  private String reason(int found, double tests) {
    StringBuilder reason = new StringBuilder();
    reason.append(
        String.format(
            Locale.ROOT,
            "%d discoveries among %.0f events at a false-discovery rate of %s",
            found,
            tests,
            terms.rate));
    if (found > 0 && found * terms.rate / tests > terms.preCut) {
      reason.append("; their threshold lies above the pre-cut, which hides others: raise it");
    }
    if (found == MOST_HELD) {
      reason.append("; there may be more, ").append(MOST_HELD).append(" are kept");
    }
    long needed = BenjaminiHochberg.calibrationNeeded(tests, terms.rate, found);
    if (calibrationRows > 0 && calibrationRows < needed) {
      reason.append(
          String.format(
              Locale.ROOT,
              "; %d calibration rows are few for that: %d let it find what there is",
              calibrationRows,
              needed));
    }
    return reason.toString();
  }

  private static Verdict verdict(
      Offer offer, Ruling ruling, @Nullable String period, double pValue, String reason) {
    return new Verdict(offer.id(), ruling, period, pValue, reason);
  }
}

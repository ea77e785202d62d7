package io.vigia.alert.budget;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is sent: a deterministic function of offers, exposure and event time. Owned by one
 * thread. Its whole state is {@link #state()}, which its factory takes back.
 */
public interface Allocation {
  /** The most offers that are held: their names and ranks fit one record of a store's changelog. */
  int MOST_HELD = 1000;

  /**
   * A candidate that asks to be sent.
   *
   * @param id the event's, unique among the offers of a period
   * @param timeMillis event time, ms since 1970 UTC
   * @param pValue in (0, 1]
   * @param rank what offers are ordered by, higher first: {@code -ln p} unless feedback re-ranks
   * @param weight how many events it stands for (a trigger's prescale), at least 1
   * @param field the value that names its period, where a survey's field does; else null
   */
  record Offer(
      String id,
      long timeMillis,
      double pValue,
      double rank,
      double weight,
      @Nullable String field) {
    /**
     * @throws IllegalArgumentException for a p-value outside (0, 1], a rank that is not finite, a
     *     weight below 1 or not finite
     */
    public Offer {
      if (!(pValue > 0 && pValue <= 1)) {
        throw new IllegalArgumentException("p-value of " + id + " is " + pValue + "; (0, 1]");
      }
      if (!Double.isFinite(rank)) {
        throw new IllegalArgumentException("rank of " + id + " is " + rank + "; finite is needed");
      }
      if (!(weight >= 1 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("weight of " + id + " is " + weight + "; at least 1");
      }
    }

    /** An offer ranked by its p-value, of weight 1, in a period that time names. */
    public static Offer of(String id, long timeMillis, double pValue) {
      return new Offer(id, timeMillis, pValue, -Math.log(pValue), 1, null);
    }
  }

  /** What becomes of an offer. */
  enum Ruling {
    SEND,
    /** Too common for the threshold. */
    BELOW,
    /** Rare enough, but the cap of its period is spent. */
    CAPPED,
    /** Kept until its period ends; a later verdict says what becomes of it. */
    HELD,
    /** Rare enough, but not of the share that a prescale lets through. */
    PRESCALED
  }

  /**
   * @param period of the offer, or null where the rule knows none
   * @param threshold the p-value at or below which an offer is rare enough now; 0 where none is
   * @param reason for a person, one clause
   */
  record Verdict(
      String id, Ruling ruling, @Nullable String period, double threshold, String reason) {}

  /**
   * Rules on a candidate.
   *
   * @return the verdict on this offer last; before it those on held offers whose period it ended
   */
  List<Verdict> offer(Offer offer);

  /**
   * Event time has come so far, whether or not a candidate came: ends periods.
   *
   * @return the verdicts on the offers that were held
   */
  List<Verdict> advance(long timeMillis);

  /**
   * What the stream has been, cumulative, under whatever bundle; what is less than before starts
   * anew.
   *
   * @param liveSeconds seconds of live time
   * @param weightedEvents scored physics events, each as often as its weight says
   */
  void exposure(double liveSeconds, double weightedEvents);

  /**
   * What the p-values of the bundle in service can tell apart. Who does not care need not know.
   *
   * @param rows how many of background they compare with; 0 where that does not limit them, as with
   *     a fitted tail, or is not known
   */
  default void calibratedOn(long rows) {
    // Most rules follow what is sent, whatever p-values mean.
  }

  /** All that must be kept between two processes: one record, at most {@link #MOST_HELD} offers. */
  JsonNode state();
}

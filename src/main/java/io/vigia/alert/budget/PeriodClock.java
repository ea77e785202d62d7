package io.vigia.alert.budget;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which period it is, as offers and event time tell. A period ends when something of the next
 * comes. Where a field names periods, it also ends {@value #IDLE_HOURS} h after its last offer.
 * What comes later than the end of its period is taken into the one that it is.
 */
final class PeriodClock {
  private static final int IDLE_HOURS = 12;
  private static final int REMEMBERED = 16;

  /**
   * All that is kept.
   *
   * @param period null before the first
   * @param lastMillis event time of the last offer
   * @param ended ids that a field named before, the newest last
   */
  record State(@Nullable Period period, long lastMillis, List<String> ended) {
    static final State START = new State(null, Long.MIN_VALUE, List.of());
  }

  private final @Nullable Periods periods;
  private final Deque<String> ended;
  private @Nullable Period period;
  private long lastMillis;

  /**
   * @param periods null where the offers' field names them
   */
  PeriodClock(@Nullable Periods periods, State state) {
    this.periods = periods;
    this.period = state.period;
    this.lastMillis = state.lastMillis;
    this.ended = new ArrayDeque<>(state.ended);
  }

  State state() {
    return new State(period, lastMillis, new ArrayList<>(ended));
  }

  /** The period that it is; null before the first. */
  @Nullable Period period() {
    return period;
  }

  String id() {
    Period now = period;
    return now == null ? "" : now.id();
  }

  /**
   * Time has come so far.
   *
   * @return whether the period that it was has ended
   */
  boolean advance(long timeMillis) {
    Period now = period;
    if (periods == null) {
      boolean idle = now != null && timeMillis - lastMillis >= IDLE_HOURS * 3_600_000L;
      if (idle) {
        end(null);
      }
      return idle;
    }
    if (now != null && timeMillis < now.endMillis()) {
      return false;
    }
    period = periods.at(timeMillis);
    return now != null;
  }

  /**
   * An offer came.
   *
   * @return whether the period that it was has ended
   */
  boolean offer(Allocation.Offer offer) {
    if (periods != null) {
      return advance(offer.timeMillis());
    }
    String named = offer.field() == null ? "" : offer.field();
    boolean isNew = period == null || (!named.equals(id()) && !ended.contains(named));
    boolean turned = isNew && period != null;
    if (isNew) {
      end(new Period(named, offer.timeMillis(), Long.MAX_VALUE));
    }
    lastMillis = Math.max(lastMillis, offer.timeMillis());
    return turned;
  }

  private void end(@Nullable Period next) {
    if (period != null) {
      ended.addLast(period.id());
      if (ended.size() > REMEMBERED) {
        ended.removeFirst();
      }
    }
    period = next;
  }
}

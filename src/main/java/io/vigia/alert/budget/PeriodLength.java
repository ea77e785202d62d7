package io.vigia.alert.budget;

import org.jspecify.annotations.Nullable;

/**
 * How many live seconds a period has: the mean over those that ended, the newer ones weighing more,
 * after the first ten a tenth each. A period without live time does not count, nor does the first,
 * of which only a part was seen. Until one has counted, a guess stands in.
 */
final class PeriodLength {
  /** Half of a night's twelve hours and more: a guess for the first night. */
  private static final double NIGHT_SECONDS = 8 * 3_600;

  private static final int MEMORY = 10;

  /**
   * All that is kept.
   *
   * @param liveAtStart live seconds when the period began
   * @param ended how many periods counted; -1 before the first ended
   * @param seconds their mean
   */
  record State(double liveAtStart, int ended, double seconds) {}

  private State now;

  PeriodLength(State state) {
    this.now = state;
  }

  /** Before the first period. */
  static State guessed(@Nullable Periods periods) {
    double seconds =
        periods instanceof CalendarPeriods calendar ? calendar.seconds() : NIGHT_SECONDS;
    return new State(0, -1, seconds);
  }

  State state() {
    return now;
  }

  /** A period ended, when so many seconds had been live in all. */
  void ended(double liveSeconds) {
    double live = liveSeconds - now.liveAtStart;
    if (live <= 0 || now.ended < 0) {
      now = new State(liveSeconds, live > 0 ? 0 : now.ended, now.seconds);
      return;
    }
    int ended = now.ended + 1;
    double weight = 1.0 / Math.min(ended, MEMORY);
    now = new State(liveSeconds, ended, now.seconds + weight * (live - now.seconds));
  }

  double seconds() {
    return now.seconds;
  }

  /** Whether the mean is of periods that were seen. */
  boolean isKnown() {
    return now.ended > 0;
  }
}

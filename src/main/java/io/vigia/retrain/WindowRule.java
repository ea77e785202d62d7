package io.vigia.retrain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a window of samples closes.
 *
 * @param every so much event time; null: not by time
 * @param count so many samples; 0: not by count
 * @param minRows no window closes with fewer
 * @param late how much event time samples may be behind the newest: a window closes by time only
 *     when its end is so long past, and a sample that is older than its window's start by more
 *     counts as late
 */
public record WindowRule(@Nullable Duration every, long count, long minRows, Duration late) {
  /** Without an end by time or count. */
  public static final WindowRule DEFAULT = new WindowRule(null, 0, 5000, Duration.ofMinutes(10));

  /**
   * @throws IllegalArgumentException for lengths that are none
   */
  public WindowRule {
    if ((every != null && (every.isNegative() || every.isZero()))
        || late.isNegative()
        || minRows < 1
        || (count != 0 && count < minRows)) {
      throw new IllegalArgumentException(
          "windows every "
              + every
              + ", of "
              + count
              + " samples, at least "
              + minRows
              + ", late by "
              + late
              + "; every must be above 0, min-rows at least 1, count at least min-rows, late not below 0");
    }
  }

  /** For people. */
  public String text() {
    List<String> ends = new ArrayList<>();
    if (every != null) {
      ends.add("every " + every);
    }
    if (count > 0) {
      ends.add("of " + count + " samples");
    }
    ends.add("at least " + minRows + " samples");
    ends.add("late by at most " + late);
    return String.join(", ", ends);
  }

  /** The event time after which a window ends, ms; the longest there is where time ends none. */
  public long everyMillis() {
    return every == null ? Long.MAX_VALUE : every.toMillis();
  }

  /**
   * Samples that a window has when it closes by count; the most there are where count ends none.
   */
  public long mostRows() {
    return count == 0 ? Long.MAX_VALUE : count;
  }
}

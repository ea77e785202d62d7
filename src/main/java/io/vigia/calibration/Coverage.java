package io.vigia.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The time that spans cover together, gaps up to a length counting as covered. Spans come in any
 * order and may overlap; the {@value #MOST} newest stretches are kept apart, what lies before them
 * is only a sum, to which nothing is added any more.
 */
public final class Coverage {
  private static final int MOST = 1000;

  /**
   * All that is kept, for a store.
   *
   * @param settledMillis what the stretches that are no longer kept covered
   * @param settledUntil where they ended, ms since 1970 UTC
   * @param stretches start and end of each, ms since 1970 UTC, ascending
   */
  public record State(long settledMillis, long settledUntil, List<List<Long>> stretches) {}

  private final long maxGapMillis;
  private final TreeMap<Long, Long> stretches = new TreeMap<>();
  private long settledMillis;
  private long settledUntil = Long.MIN_VALUE;

  /**
   * @param maxGapMillis a gap up to this length is covered
   */
  public Coverage(long maxGapMillis) {
    this.maxGapMillis = maxGapMillis;
  }

  /** The coverage that a state was made of. */
  public static Coverage of(State state, long maxGapMillis) {
    Coverage coverage = new Coverage(maxGapMillis);
    coverage.settledMillis = state.settledMillis;
    coverage.settledUntil = state.settledUntil;
    state.stretches.forEach(one -> coverage.stretches.put(one.get(0), one.get(1)));
    return coverage;
  }

  public State state() {
    List<List<Long>> kept = new ArrayList<>();
    stretches.forEach((from, to) -> kept.add(List.of(from, to)));
    return new State(settledMillis, settledUntil, kept);
  }

  /**
   * Adds a span.
   *
   * @param fromMillis ms since 1970 UTC
   * @param toMillis at or after {@code fromMillis}
   */
  public void add(long fromMillis, long toMillis) {
    add(fromMillis, toMillis, new TimeSpans());
  }

  /**
   * Adds a span, and tells what of it is new.
   *
   * @param apart moments of interest
   * @return how much of what is newly covered, gaps included, lies in {@code apart}, ms
   */
  public long add(long fromMillis, long toMillis, TimeSpans apart) {
    if (toMillis < fromMillis) {
      throw new IllegalArgumentException("a span from " + fromMillis + " to " + toMillis);
    }
    if (toMillis <= settledUntil) {
      return 0;
    }
    long before = 0;
    long from = Math.max(fromMillis, settledUntil);
    long to = toMillis;
    Map.Entry<Long, Long> near = stretches.floorEntry(to + maxGapMillis);
    while (near != null && near.getValue() + maxGapMillis >= from) {
      from = Math.min(from, near.getKey());
      to = Math.max(to, near.getValue());
      stretches.remove(near.getKey());
      before += apart.millisOf(near.getKey(), near.getValue());
      near = stretches.floorEntry(to + maxGapMillis);
    }
    stretches.put(from, to);
    if (stretches.size() > MOST) {
      Map.Entry<Long, Long> oldest = stretches.pollFirstEntry();
      settledMillis += oldest.getValue() - oldest.getKey();
      settledUntil = oldest.getValue();
    }
    return apart.millisOf(from, to) - before;
  }

  /** Seconds covered in all. */
  public double seconds() {
    long millis = settledMillis;
    for (Map.Entry<Long, Long> one : stretches.entrySet()) {
      millis += one.getValue() - one.getKey();
    }
    return millis / 1000.0;
  }
}

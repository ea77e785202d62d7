package io.vigia.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of moments as spans, each from its start up to, and without, its end; ms since 1970 UTC. Of
 * more than {@value #MOST} spans the oldest are forgotten.
 */
public final class TimeSpans {
  private static final int MOST = 1000;

  private final TreeMap<Long, Long> spans = new TreeMap<>();

  /** The set that a {@link #state} was made of. */
  public static TimeSpans of(List<List<Long>> state) {
    TimeSpans spans = new TimeSpans();
    state.forEach(one -> spans.add(one.get(0), one.get(1)));
    return spans;
  }

  /** Start and end of each span, ascending. */
  public List<List<Long>> state() {
    List<List<Long>> state = new ArrayList<>();
    spans.forEach((from, to) -> state.add(List.of(from, to)));
    return state;
  }

  /**
   * Puts a span in.
   *
   * @param toMillis after {@code fromMillis}
   */
  public void add(long fromMillis, long toMillis) {
    Map.Entry<Long, Long> before = spans.floorEntry(fromMillis);
    Map.Entry<Long, Long> last = spans.floorEntry(toMillis);
    boolean joins = before != null && before.getValue() >= fromMillis;
    long from = before != null && joins ? before.getKey() : fromMillis;
    long to = last == null ? toMillis : Math.max(toMillis, last.getValue());
    spans.subMap(from, true, toMillis, true).clear();
    spans.put(from, to);
    if (spans.size() > MOST) {
      spans.pollFirstEntry();
    }
  }

  /**
   * Takes a span out.
   *
   * @param toMillis after {@code fromMillis}
   */
  public void remove(long fromMillis, long toMillis) {
    Map.Entry<Long, Long> before = spans.lowerEntry(fromMillis);
    Map.Entry<Long, Long> last = spans.lowerEntry(toMillis);
    spans.subMap(fromMillis, true, toMillis, false).clear();
    if (before != null && before.getValue() > fromMillis) {
      spans.put(before.getKey(), fromMillis);
    }
    if (last != null && last.getValue() > toMillis) {
      spans.put(toMillis, last.getValue());
    }
  }

  public boolean contains(long timeMillis) {
    Map.Entry<Long, Long> before = spans.floorEntry(timeMillis);
    return before != null && timeMillis < before.getValue();
  }

  /** How much of a span lies in the set, ms. */
  public long millisOf(long fromMillis, long toMillis) {
    Long first = spans.floorKey(fromMillis);
    long sum = 0;
    for (Map.Entry<Long, Long> one :
        spans.tailMap(first == null ? fromMillis : first, true).entrySet()) {
      if (one.getKey() >= toMillis) {
        break;
      }
      long from = Math.max(fromMillis, one.getKey());
      sum += Math.max(0, Math.min(toMillis, one.getValue()) - from);
    }
    return sum;
  }
}

package io.vigia.calibration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which segments were seen, and how long they last together. An id is text; where its last part is
 * a whole number, as in {@code 146436:12} (run and luminosity block), neighbours are kept as a
 * range, the way good-run files write them. Of more than {@value #MOST} ranges those of the first
 * run are forgotten: a segment of it that came again would count again.
 */
public final class SegmentSet {
  private static final int MOST = 5000;

  /**
   * All that is kept, for a store.
   *
   * @param ranges by what stands before the last number, each {@code [first, last]}
   */
  public record State(double seconds, Map<String, List<List<Long>>> ranges) {}

  private final Map<String, TreeMap<Long, Long>> ranges = new LinkedHashMap<>();
  private double seconds;
  private int size;

  /** The set that a state was made of. */
  public static SegmentSet of(State state) {
    SegmentSet set = new SegmentSet();
    set.seconds = state.seconds;
    state.ranges.forEach(
        (run, pairs) -> {
          TreeMap<Long, Long> of = new TreeMap<>();
          pairs.forEach(pair -> of.put(pair.get(0), pair.get(1)));
          set.ranges.put(run, of);
          set.size += of.size();
        });
    return set;
  }

  public State state() {
    Map<String, List<List<Long>>> kept = new LinkedHashMap<>();
    ranges.forEach(
        (run, of) -> {
          List<List<Long>> pairs = new ArrayList<>();
          of.forEach((first, last) -> pairs.add(List.of(first, last)));
          kept.put(run, pairs);
        });
    return new State(seconds, kept);
  }

  /**
   * Counts a segment, the first time that it comes.
   *
   * @param seconds how long it lasts
   */
  public void add(String id, double seconds) {
    int colon = id.lastIndexOf(':');
    Long number = number(id.substring(colon + 1));
    // A text without number is a run of one segment; the blank keeps it apart from numbers' runs.
    String run = number == null ? id + " " : id.substring(0, colon + 1);
    if (join(ranges.computeIfAbsent(run, r -> new TreeMap<>()), number == null ? 0 : number)) {
      this.seconds += seconds;
      forgetFirst();
    }
  }

  private static @Nullable Long number(String text) {
    try {
      long number = Long.parseLong(text);
      return Long.toString(number).equals(text) ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private boolean join(TreeMap<Long, Long> of, long number) {
    Map.Entry<Long, Long> before = of.floorEntry(number);
    if (before != null && before.getValue() >= number) {
      return false;
    }
    int had = of.size();
    long first = before != null && before.getValue() == number - 1 ? before.getKey() : number;
    Long last = of.remove(number + 1);
    of.put(first, last == null ? number : last);
    size += of.size() - had;
    return true;
  }

  private void forgetFirst() {
    while (size > MOST && ranges.size() > 1) {
      String first = ranges.keySet().iterator().next();
      TreeMap<Long, Long> of = ranges.remove(first);
      size -= of == null ? 0 : of.size();
    }
  }

  /** Seconds of all segments that were counted. */
  public double seconds() {
    return seconds;
  }
}

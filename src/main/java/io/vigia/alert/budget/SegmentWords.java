package io.vigia.alert.budget;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.calibration.TimeSpans;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which segments and times are bad, as the words about them say: the last one wins, and what
 * nothing was said about is good. The {@value #MOST} segments that were said to be bad last are
 * kept. Owned by one thread.
 */
public final class SegmentWords {
  private static final int MOST = 5000;
  private static final State START = new State(List.of(), List.of());

  /** All that is kept. */
  record State(List<String> badSegments, List<List<Long>> badTimes) {}

  private final Set<String> badSegments;
  private final TimeSpans badTimes;

  private SegmentWords(State state) {
    this.badSegments = new LinkedHashSet<>(state.badSegments);
    this.badTimes = TimeSpans.of(state.badTimes);
  }

  /** Before the first word. */
  public static SegmentWords none() {
    return new SegmentWords(START);
  }

  /** As a {@link #state()} says. */
  public static SegmentWords of(JsonNode state) {
    return new SegmentWords(AllocationState.read(state, State.class, START));
  }

  /** All that must be kept between two processes. */
  public JsonNode state() {
    return AllocationState.json(new State(new ArrayList<>(badSegments), badTimes.state()));
  }

  /** Takes a word. */
  public void take(SegmentWord word) {
    String segment = word.segment();
    if (segment == null) {
      if (word.isGood()) {
        badTimes.remove(word.fromMillis(), word.toMillis());
      } else {
        badTimes.add(word.fromMillis(), word.toMillis());
      }
      return;
    }
    badSegments.remove(segment);
    if (!word.isGood()) {
      badSegments.add(segment);
      if (badSegments.size() > MOST) {
        badSegments.remove(badSegments.iterator().next());
      }
    }
  }

  public boolean isBad(String segment) {
    return badSegments.contains(segment);
  }

  /**
   * @param timeMillis event time, ms since 1970 UTC
   */
  public boolean isBad(long timeMillis) {
    return badTimes.contains(timeMillis);
  }

  /** Times that were said to be bad. */
  public TimeSpans badTimes() {
    return badTimes;
  }
}

package io.vigia.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.retrain.TrainingJob.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The window that samples fall into now. Mutable, owned by one thread; its state is JSON.
 *
 * <p>A sample belongs to the window of its offset. A window by time is open from its start to
 * {@code every} later, in event time, and closes when the newest sample is past that by {@code
 * late}; the next starts where it ended, whole windows that nothing came in left out. A sample
 * older than the start by more than {@code late} counts as late and does not train. An event time
 * ahead of the clock by more than {@code late} moves neither start nor end. After a drift the
 * window starts anew at the change, and closes once it has {@code min-rows} samples from there on:
 * what was before is another stream. Until then further reports move nothing, since a stream that
 * stays changed is reported again and again.
 */
final class OpenWindow {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A change is found to an eighth of the fewest rows. */
  private static final int STRETCHES_OF_LEAST = 8;

  private static final int MOST_STRETCHES = 64;
  private static final int MOST_SEGMENTS = 5000;

  /** Samples one after the other, so that a window can begin at the change in its midst. */
  record Stretch(long from, long count, long firstMillis, long lastMillis) {
    static Stretch at(long offset) {
      return new Stretch(offset, 0, Long.MAX_VALUE, Long.MIN_VALUE);
    }

    Stretch with(long millis) {
      return new Stretch(
          from, count + 1, Math.min(firstMillis, millis), Math.max(lastMillis, millis));
    }

    Stretch and(Stretch next) {
      return new Stretch(
          from,
          count + next.count,
          Math.min(firstMillis, next.firstMillis),
          Math.max(lastMillis, next.lastMillis));
    }
  }

  /** The stored form. */
  static final class State {
    public List<Stretch> stretches = new ArrayList<>();

    /** Event time that each segment of the window is seen in. */
    public Map<String, Window.Span> segments = new LinkedHashMap<>();

    public long next;
    public boolean started;
    public long startMillis;

    /** The smallest there is before a time that the clock bears out. */
    public long newestMillis = Long.MIN_VALUE;

    public long late;
    public long bad;
    public long otherSchema;

    /** Why the window begins at a change; null where it does not. */
    public @Nullable String change;
  }

  private final WindowRule rule;
  private final long stretchRows;
  private State state = new State();

  OpenWindow(WindowRule rule) {
    this.rule = rule;
    this.stretchRows = Math.max(1, rule.minRows() / STRETCHES_OF_LEAST);
  }

  JsonNode state() {
    return JSON.valueToTree(state);
  }

  void restore(JsonNode stored) {
    try {
      state = JSON.treeToValue(stored, State.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the state of the open window belongs to another version of vigia", e);
    }
  }

  /** Takes a sample whose row may train. */
  void take(Sample sample, long nowMillis) {
    long time = sample.eventMillis();
    passed(sample.offset());
    if (time <= nowMillis + rule.late().toMillis()) {
      if (!state.started) {
        state.started = true;
        state.startMillis = time;
      }
      state.newestMillis = Math.max(state.newestMillis, time);
    }
    if (state.started && time < state.startMillis - rule.late().toMillis()) {
      state.late++;
      return;
    }
    List<Stretch> stretches = state.stretches;
    int last = stretches.size() - 1;
    if (last < 0 || stretches.get(last).count() >= stretchRows) {
      stretches.add(Stretch.at(sample.offset()).with(time));
      if (stretches.size() > MOST_STRETCHES) {
        stretches.set(1, stretches.get(0).and(stretches.get(1)));
        stretches.remove(0);
      }
    } else {
      stretches.set(last, stretches.get(last).with(time));
    }
    if (sample.segment() != null) {
      seenIn(sample.segment(), time);
    }
  }

  private void seenIn(String segment, long time) {
    Window.Span span = state.segments.get(segment);
    if (span != null || state.segments.size() < MOST_SEGMENTS) {
      state.segments.put(
          segment,
          span == null
              ? new Window.Span(time, time + 1)
              : new Window.Span(
                  Math.min(span.fromMillis(), time), Math.max(span.toMillis(), time + 1)));
    }
  }

  /** Counts a sample in a time that is bad. */
  void bad(long offset) {
    passed(offset);
    state.bad++;
  }

  /** Counts a sample whose row means something else. */
  void ofOtherSchema(long offset) {
    passed(offset);
    state.otherSchema++;
  }

  private void passed(long offset) {
    state.next = offset + 1;
  }

  /** Samples that may train. */
  long rows() {
    return state.stretches.stream().mapToLong(Stretch::count).sum();
  }

  boolean isOfChange() {
    return state.change != null;
  }

  /** The stream changed: only what comes from there on is of the window. */
  void changed(DriftReport report) {
    List<Stretch> stretches = state.stretches;
    long from = report.fromOffset() < 0 ? report.atOffset() : report.fromOffset();
    stretches.removeIf(one -> one.from() < from);
    state.segments.clear();
    state.change = report.text();
    startAt(Math.min(report.eventMillis(), state.newestMillis));
  }

  /** The next begins at a time; where none is known, at the next time that the clock bears out. */
  private void startAt(long millis) {
    state.started = millis != Long.MIN_VALUE;
    state.startMillis = state.started ? millis : 0;
  }

  /** Another bundle scores now, which may know the change: the window is one like others. */
  void scoredByAnother() {
    state.change = null;
  }

  /** Throws away what came so far: it is of a broken instrument. */
  void discard() {
    State before = state;
    state = new State();
    state.next = before.next;
    state.newestMillis = before.newestMillis;
  }

  /** What closes the window now, if anything does. */
  Optional<Cause> due() {
    long rows = rows();
    if (rows < rule.minRows()) {
      return Optional.empty();
    }
    if (state.change != null) {
      return Optional.of(Cause.DRIFT);
    }
    return rows >= rule.mostRows() || isPast() ? Optional.of(Cause.SCHEDULE) : Optional.empty();
  }

  /** Whether its time is over. */
  private boolean isPast() {
    return rule.every() != null
        && state.started
        && state.newestMillis != Long.MIN_VALUE
        && state.newestMillis - endMillis() >= rule.late().toMillis();
  }

  private long endMillis() {
    return state.startMillis + rule.everyMillis();
  }

  /** Why it closes, one clause for people. */
  String why() {
    List<String> clauses = new ArrayList<>();
    long rows = rows();
    if (state.change != null) {
      clauses.add(rows + " samples since the change: " + state.change);
    } else if (rows >= rule.mostRows()) {
      clauses.add(rows + " samples");
    } else {
      clauses.add(rows + " samples in " + rule.every());
      if (state.newestMillis - endMillis() >= 2 * rule.late().toMillis() + rule.everyMillis()) {
        clauses.add("and longer, since it had fewer than " + rule.minRows());
      }
    }
    add(clauses, state.late, "too late");
    add(clauses, state.bad, "in bad times");
    add(clauses, state.otherSchema, "of another schema");
    return String.join(", ", clauses);
  }

  private static void add(List<String> clauses, long count, String what) {
    if (count > 0) {
      clauses.add(count + " " + what);
    }
  }

  /** Closes it, and opens the next behind it. */
  Window close(String topic, String schema, RetrainingKnowledge known) {
    Stretch all = state.stretches.stream().reduce(Stretch::and).orElseThrow();
    List<Window.Span> bad = new ArrayList<>(known.badTimes(all.firstMillis(), all.lastMillis()));
    state.segments.forEach(
        (segment, span) -> {
          if (known.isBad(segment)) {
            bad.add(span);
          }
        });
    Window window =
        new Window(
            topic,
            all.from(),
            state.next,
            all.count(),
            all.firstMillis(),
            all.lastMillis(),
            schema,
            bad);
    long start = nextStart();
    discard();
    startAt(start);
    return window;
  }

  /**
   * Where this window ended; where windows passed in which nothing came, the last of their ends.
   */
  private long nextStart() {
    if (rule.every() == null || state.change != null || !isPast()) {
      return state.newestMillis;
    }
    long beyond = state.newestMillis - rule.late().toMillis() - endMillis();
    return endMillis() + beyond / rule.everyMillis() * rule.everyMillis();
  }
}

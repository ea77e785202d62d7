package io.vigia.topology;

import io.vigia.alert.Sighting;
import io.vigia.event.BadEventException;
import io.vigia.event.DecodedEvent;
import io.vigia.event.EventLayout;
import io.vigia.event.Origin;
import io.vigia.event.Reason;
import io.vigia.event.Stage;
import io.vigia.feature.Expression;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of an event its time, its segment, whether that is good, and how many events it stands for. Owned
 * by one thread; overwritten by the next {@link #read}.
 */
public final class ExposureReader {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final @Nullable Expression weight;
  private final @Nullable Expression good;
  private final @Nullable Expression seconds;
  private final @Nullable GoodRuns runs;
  private final int[] id;
  private final double[] lastId;
  private final long maxGapMillis;
  private double[] fields = {};
  private long timeMillis;
  private @Nullable String segment;
  private boolean isRunGood = true;

  private ExposureReader(ExposureSpec spec, List<String> names) {
    ExposureSpec.Segments segments = spec.segments();
    this.weight = number(spec.weight(), names);
    this.seconds = number(segments.seconds(), names);
    this.good = segments.good() == null ? null : Expression.condition(segments.good(), names);
    this.runs = segments.goodRuns() == null ? null : GoodRuns.read(segments.goodRuns());
    this.id = segments.id().stream().mapToInt(names::indexOf).toArray();
    this.lastId = new double[id.length];
    this.maxGapMillis = Math.round(1000 * segments.maxGapSeconds());
  }

  /**
   * @throws IllegalArgumentException for an expression that does not compile, or a file of good
   *     runs that cannot be read
   */
  static ExposureReader of(ExposureSpec spec, EventLayout layout) {
    return new ExposureReader(spec, layout.fields().stream().map(EventLayout.Field::name).toList());
  }

  private static @Nullable Expression number(@Nullable String text, List<String> names) {
    return text == null ? null : Expression.number(text, names);
  }

  /** Reads an event that was decoded. */
  void read(DecodedEvent event, Origin origin) {
    fields = event.fields();
    long nanos = event.timeNanos();
    timeMillis =
        nanos == DecodedEvent.NO_TIME ? origin.timestamp() : Math.floorDiv(nanos, NANOS_PER_MILLI);
    if (id.length > 0) {
      readSegment();
    }
  }

  private void readSegment() {
    boolean isSame = segment != null;
    for (int i = 0; isSame && i < id.length; i++) {
      isSame = fields[id[i]] == lastId[i];
    }
    if (isSame) {
      return;
    }
    StringBuilder text = new StringBuilder();
    boolean whole = true;
    for (int i = 0; i < id.length; i++) {
      lastId[i] = fields[id[i]];
      whole &= lastId[i] == Math.rint(lastId[i]);
      text.append(i == 0 ? "" : ":");
      if (whole) {
        text.append((long) lastId[i]);
      } else {
        text.append(lastId[i]);
      }
    }
    boolean isMissing = Arrays.stream(lastId).anyMatch(Double::isNaN);
    segment = isMissing ? null : text.toString();
    isRunGood =
        runs == null
            || runs.isByTime()
            || (id.length == 2 && whole && runs.isGood((long) lastId[0], (long) lastId[1]));
  }

  /** Event time, ms since 1970 UTC; the record's timestamp where the source names no time. */
  long timeMillis() {
    return timeMillis;
  }

  long maxGapMillis() {
    return maxGapMillis;
  }

  /** The event's segment; null where the topology names none, or a part of its id is missing. */
  @Nullable String segment() {
    return segment;
  }

  /** Whether the event's time is live; an event without the segment that it should have is not. */
  boolean isGood() {
    if (id.length > 0 && (segment == null || !isRunGood)) {
      return false;
    }
    if (runs != null && runs.isByTime() && !runs.isGood(timeMillis)) {
      return false;
    }
    return good == null || good.value(fields) == 1;
  }

  /** Live seconds of the event's segment; NaN where the events themselves tell. */
  double segmentSeconds() {
    if (seconds == null) {
      return Double.NaN;
    }
    double value = seconds.value(fields);
    return value >= 0 && value < Double.POSITIVE_INFINITY ? value : 0;
  }

  /**
   * How many events it stands for.
   *
   * @throws BadEventException where that is missing, or below 1
   */
  double weight() throws BadEventException {
    if (weight == null) {
      return 1;
    }
    double value = weight.value(fields);
    if (value >= 1 && value < Double.POSITIVE_INFINITY) {
      return value;
    }
    throw new BadEventException(
        Stage.SELECT,
        Double.isNaN(value) ? Reason.MISSING_FIELD : Reason.NOT_FINITE,
        "weight (" + weight + ") is " + value + "; a finite number, 1 or more, is needed");
  }

  /**
   * How the event counts, for its record.
   *
   * @throws BadEventException as {@link #weight}
   */
  Sighting sighting() throws BadEventException {
    return new Sighting(weight(), segment, isGood());
  }
}

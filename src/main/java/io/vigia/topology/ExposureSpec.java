package io.vigia.topology;

import io.vigia.alert.budget.Site;
import io.vigia.calibration.LiveTime;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What counts as watching the stream: its segments, what an event stands for, and where from.
 *
 * @param weight a formula for how many events one stands for, a trigger's prescale; null: one
 * @param site null where no night is asked for
 */
public record ExposureSpec(Segments segments, @Nullable String weight, @Nullable Site site) {
  /** A stream without segments, weights or site. */
  public static final ExposureSpec DEFAULT = new ExposureSpec(Segments.NONE, null, null);

  /** For people: what is live, and what an event stands for. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        segments.seconds == null
            ? "event time without gaps above " + plain(segments.maxGapSeconds) + " s"
            : segments.seconds + " s for each segment");
    if (!segments.id.isEmpty()) {
      text.append("; segments by ").append(String.join(", ", segments.id));
    }
    if (segments.good != null) {
      text.append("; where ").append(segments.good);
    }
    if (segments.goodRuns != null) {
      text.append("; where ").append(segments.goodRuns).append(" says so");
    }
    if (segments.topic != null) {
      text.append("; but what the topic ").append(segments.topic).append(" says is bad (it is");
      text.append(" yours: it must exist, with one partition)");
    }
    if (weight != null) {
      text.append("; an event counts ").append(weight).append(" times");
    }
    return text.toString();
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /**
   * Stretches of a stream: nights, runs, luminosity blocks, science segments.
   *
   * @param id names of the layout's fields whose values name a segment; empty: there is one
   * @param seconds a formula for the live seconds of a segment; null: those that its events cover
   * @param maxGapSeconds a gap between events up to this length is covered
   * @param good a condition for an event to be of a good segment; null: all are
   * @param goodRuns a file of good segments; null: all are
   * @param topic of others, that says of segments and times whether they are good; null: none
   */
  public record Segments(
      List<String> id,
      @Nullable String seconds,
      double maxGapSeconds,
      @Nullable String good,
      @Nullable Path goodRuns,
      @Nullable String topic) {
    static final Segments NONE =
        new Segments(List.of(), null, LiveTime.MAX_GAP_SECONDS, null, null, null);

    public Segments {
      id = List.copyOf(id);
    }
  }
}

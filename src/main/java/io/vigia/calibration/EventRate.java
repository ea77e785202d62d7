package io.vigia.calibration;

import org.jspecify.annotations.Nullable;

/**
 * The rate of a counter that is read now and then: the plain mean at first, later an exponential
 * moving average,
 *
 * <pre>{@code r <- r + w (dn / dt - r),   w = max(1 - exp(-dt / tau), dt / (t - t0))}</pre>
 *
 * so that the first readings, often of a stream that only starts, do not weigh for minutes.
 *
 * @param startMillis t0, of the first reading, ms since 1970
 * @param timeMillis of the last reading, ms since 1970
 * @param count the counter's last reading
 * @param hertz null until two readings were made
 */
public record EventRate(long startMillis, long timeMillis, long count, @Nullable Double hertz) {
  /** The averaging time tau, s. */
  public static final double TAU_SECONDS = 60;

  public static EventRate startingAt(long timeMillis, long count) {
    return new EventRate(timeMillis, timeMillis, count, null);
  }

  /** This rate after another reading; a counter that went back starts anew. */
  public EventRate after(long timeMillis, long count) {
    double seconds = (timeMillis - this.timeMillis) / 1000.0;
    if (count < this.count) {
      return startingAt(timeMillis, count);
    }
    if (seconds <= 0) {
      return this;
    }
    double now = (count - this.count) / seconds;
    double age = (timeMillis - startMillis) / 1000.0;
    Double before = hertz;
    double next = before == null ? now : before + weight(seconds, age) * (now - before);
    return new EventRate(startMillis, timeMillis, count, next);
  }

  private static double weight(double seconds, double age) {
    return Math.max(-Math.expm1(-seconds / TAU_SECONDS), seconds / age);
  }

  /**
   * The rate as it stands later, when no reading came since: nothing was counted, so it falls.
   *
   * @param graceMillis how long a reading may be overdue before that is silence
   */
  public @Nullable Double hertzAt(long timeMillis, long graceMillis) {
    boolean silent = timeMillis - this.timeMillis > graceMillis;
    return silent && hertz != null ? after(timeMillis, count).hertz() : hertz;
  }
}

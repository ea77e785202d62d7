package io.vigia.calibration;

import org.jspecify.annotations.Nullable;

/**
 * The rate of a counter that is read now and then, as an exponential moving average:
 *
 * <pre>{@code r <- r + (1 - exp(-dt / tau)) (dn / dt - r)}</pre>
 *
 * @param timeMillis of the last reading, ms since 1970
 * @param count the counter's last reading
 * @param hertz null until two readings were made
 */
public record EventRate(long timeMillis, long count, @Nullable Double hertz) {
  /** The averaging time tau, s. */
  public static final double TAU_SECONDS = 60;

  public static EventRate startingAt(long timeMillis, long count) {
    return new EventRate(timeMillis, count, null);
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
    Double before = hertz;
    double next = before == null ? now : before + weight(seconds) * (now - before);
    return new EventRate(timeMillis, count, next);
  }

  private static double weight(double seconds) {
    return -Math.expm1(-seconds / TAU_SECONDS);
  }
}

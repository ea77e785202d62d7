package io.vigia.app.demo;

import java.time.Duration;

/**
 * What the demo sends.
 *
 * @param duration of the stream
 * @param rate records a second
 * @param anomalies share of events that are injected anomalies
 * @param seed of the simulation
 */
public record DemoSettings(Duration duration, double rate, double anomalies, long seed) {
  /** Once a second at least, so that a demo can always be stopped at once. */
  private static final double MIN_RATE = 1;

  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(5);

  /**
   * @throws IllegalArgumentException naming the option that is not allowed
   */
  public DemoSettings {
    require(duration.compareTo(Duration.ofSeconds(1)) >= 0, "--duration", duration, "1s or more");
    require(rate >= MIN_RATE && rate <= 1e6, "--rate", rate, "1 to 1000000 a second");
    require(anomalies >= 0 && anomalies <= 1, "--anomalies", anomalies, "a share of 0 to 1");
    require(duration.toSeconds() * rate <= 2e9, "--duration", duration, "2e9 events at most");
  }

  private static void require(boolean holds, String option, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(option + " is " + value + "; allowed: " + allowed);
    }
  }

  /**
   * The JVM compiles and the applications meet their first transactions: latencies of this time are
   * not those of a stream that runs.
   */
  Duration warmUp() {
    Duration quarter = duration.dividedBy(4);
    return quarter.compareTo(LONGEST_WARM_UP) < 0 ? quarter : LONGEST_WARM_UP;
  }

  /** How many records are sent: the same for the same settings, whatever the machine. */
  long events() {
    return Math.max(1, Math.round(duration.toMillis() / 1000.0 * rate));
  }
}

package io.vigia.alert.budget;

import org.jspecify.annotations.Nullable;

/**
 * How long and at which rate a stream was watched, as readings tell that come now and then. From
 * offer to offer between two readings live time is taken to pass with event time, where they are no
 * further apart than {@value #GAP_SECONDS} s; the next reading puts that right. Silence is not live
 * until a reading says so.
 */
final class Exposure {
  private static final double GAP_SECONDS = 60;

  /** A rate is measured over at least so many events. */
  private static final double BLOCK_EVENTS = 1000;

  /**
   * All that is kept.
   *
   * @param liveSeconds of the last reading
   * @param events of the last reading
   * @param ahead live seconds taken to have passed since
   * @param lastMillis event time of the last offer since; {@code Long.MIN_VALUE} before one
   * @param blockSeconds live seconds since the rate was last measured
   * @param blockEvents events since then
   * @param rate events per live second; null until there is one
   */
  record State(
      double liveSeconds,
      double events,
      double ahead,
      long lastMillis,
      double blockSeconds,
      double blockEvents,
      @Nullable Double rate) {
    static final State START = new State(0, 0, 0, Long.MIN_VALUE, 0, 0, null);
  }

  private final double leastBlock;
  private State now;

  /**
   * @param leastBlock live seconds over which a rate is measured at least
   */
  Exposure(State state, double leastBlock) {
    this.now = state;
    this.leastBlock = leastBlock;
  }

  State state() {
    return now;
  }

  /**
   * An offer came.
   *
   * @return live seconds that passed since the offer before, as far as known
   */
  double offered(long timeMillis) {
    if (timeMillis <= now.lastMillis) {
      return 0;
    }
    double step = (timeMillis - now.lastMillis) / 1000.0;
    boolean first = now.lastMillis == Long.MIN_VALUE;
    double live = first || step > GAP_SECONDS ? 0 : step;
    now =
        new State(
            now.liveSeconds,
            now.events,
            now.ahead + live,
            timeMillis,
            now.blockSeconds,
            now.blockEvents,
            now.rate);
    return live;
  }

  /**
   * Takes a reading, cumulative; one that is less than the last starts anew.
   *
   * @return live seconds that passed beyond those {@link #ahead}; negative where these were more
   */
  double read(double liveSeconds, double events) {
    boolean anew = liveSeconds < now.liveSeconds || events < now.events;
    double passed = anew ? 0 : liveSeconds - now.liveSeconds;
    double blockSeconds = now.blockSeconds + passed;
    double blockEvents = now.blockEvents + (anew ? 0 : events - now.events);
    boolean full = blockSeconds >= leastBlock && blockEvents >= BLOCK_EVENTS;
    boolean measured = full || (now.rate == null && blockSeconds > 0 && blockEvents > 0);
    double step = passed - now.ahead;
    now =
        new State(
            liveSeconds,
            events,
            0,
            Long.MIN_VALUE,
            full ? 0 : blockSeconds,
            full ? 0 : blockEvents,
            measured ? Double.valueOf(blockEvents / blockSeconds) : now.rate);
    return step;
  }

  /** Live seconds taken to have passed since the last reading. */
  double ahead() {
    return now.ahead;
  }

  double liveSeconds() {
    return now.liveSeconds + now.ahead;
  }

  double events() {
    return now.events;
  }

  /** Events per live second of late; null until there is one. */
  @Nullable Double rate() {
    return now.rate;
  }
}

package io.vigia.registry;

import java.util.concurrent.TimeUnit;

/**
 * When bytes that are missing are looked for again: after a second, then after twice as long each
 * time, and each minute in the end.
 *
 * @param tries that found them missing
 * @param dueNanos when the next one is, by {@link System#nanoTime}
 */
record Waiting(int tries, long dueNanos) {
  private static final long LONGEST_SECONDS = 60;

  /** So many tries take about a minute. */
  private static final int PATIENCE = 7;

  static Waiting first(long nowNanos) {
    return new Waiting(0, nowNanos).again(nowNanos);
  }

  Waiting again(long nowNanos) {
    long seconds = Math.min(LONGEST_SECONDS, 1L << Math.min(tries, 10));
    return new Waiting(tries + 1, nowNanos + TimeUnit.SECONDS.toNanos(seconds));
  }

  boolean isDue(long nowNanos) {
    return nowNanos - dueNanos >= 0;
  }

  /** Whether people should hear of it. */
  boolean isLong() {
    return tries >= PATIENCE;
  }
}

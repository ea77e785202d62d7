package io.vigia.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or SIGTERM, as a wish: the JVM does not end until the command that watches has come to
 * its own end.
 */
final class CtrlC implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::hold, "vigia-ctrl-c");
  private volatile boolean asked;

  private CtrlC() {}

  static CtrlC watch() {
    CtrlC watch = new CtrlC();
    Runtime.getRuntime().addShutdownHook(watch.hook);
    return watch;
  }

  private void hold() {
    asked = true;
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process is to end. */
  boolean asked() {
    return asked;
  }

  @Override
  public void close() {
    ended.countDown();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        asked = true; // It came this very moment; the hook finds the latch open.
      }
    }
  }
}

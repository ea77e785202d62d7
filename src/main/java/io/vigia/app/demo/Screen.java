package io.vigia.app.demo;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * Where the demo talks: lines, and below them a status. On a terminal the status is one line that
 * is written over; elsewhere it is a line every five seconds. Used by one thread.
 */
public final class Screen {
  /** What every terminal has. */
  static final int WIDTH = 79;

  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";
  private static final long PLAIN_EVERY = TimeUnit.SECONDS.toNanos(5);

  private final PrintWriter out;
  private final boolean live;
  private long plainShown;
  private boolean statusShown;

  /**
   * @param live whether {@code out} is a terminal
   */
  public Screen(PrintWriter out, boolean live) {
    this.out = out;
    this.live = live;
  }

  /** A line that stays, and stands out where that is possible. */
  void highlight(String text) {
    line(live && System.getenv("NO_COLOR") == null ? BOLD + text + PLAIN : text);
  }

  /** A line that stays. */
  void line(String text) {
    clearStatus();
    out.println(text);
    out.flush();
  }

  /** Shows how things stand, in place of the last status. */
  void status(String text) {
    if (live) {
      String fitting = text.length() <= WIDTH ? text : text.substring(0, WIDTH);
      out.print("\r" + fitting + " ".repeat(WIDTH - fitting.length()));
      out.flush();
      statusShown = true;
    } else if (plainShown == 0) {
      plainShown = System.nanoTime();
    } else if (System.nanoTime() - plainShown >= PLAIN_EVERY) {
      line(text);
      plainShown = System.nanoTime();
    }
  }

  private void clearStatus() {
    if (statusShown) {
      out.print("\r" + " ".repeat(WIDTH) + "\r");
      statusShown = false;
    }
  }
}

package io.vigia.event;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time for a person: {@code 1.5 d}, {@code 10 s}. */
public final class DurationText {
  private static final String[] UNITS = {"d", "h", "min", "s"};
  private static final double[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000};

  private DurationText() {}

  /** A length in the largest unit of which there is one, to a tenth of it. */
  public static String of(Duration length) {
    double millis = length.toMillis();
    for (int i = 0; i < UNITS.length; i++) {
      if (Math.abs(millis) >= MILLIS[i]) {
        return number(millis / MILLIS[i]) + " " + UNITS[i];
      }
    }
    return number(millis) + " ms";
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}

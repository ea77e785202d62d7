package io.vigia.event;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as text: {@code 500ms}, {@code 10s}, {@code 5min}, {@code 12h}, {@code 30d}. */
public final class DurationText {
  private static final Pattern FORM = Pattern.compile("([0-9]*\\.?[0-9]+) ?(ms|s|min|h|d)");

  private static final double DAY_MILLIS = 86_400_000;

  private DurationText() {}

  /**
   * The length that a text means, to the nearest millisecond.
   *
   * @throws IllegalArgumentException for text of another form, or a length of more than 100,000
   *     days
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    double millis =
        matcher.matches()
            ? Double.parseDouble(matcher.group(1)) * millisIn(matcher.group(2))
            : Double.NaN;
    if (!(millis <= 1e5 * DAY_MILLIS)) {
      throw new IllegalArgumentException(
          "is \"" + text + "\"; a number and ms, s, min, h or d are allowed, such as 30d");
    }
    return Duration.ofMillis(Math.round(millis));
  }

  private static double millisIn(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "min" -> 60_000;
      case "h" -> 3_600_000;
      default -> DAY_MILLIS;
    };
  }

  /** A length in the largest unit of which there is one, at most three digits. */
  public static String of(Duration length) {
    double millis = length.toMillis();
    for (String unit : new String[] {"d", "h", "min", "s"}) {
      if (Math.abs(millis) >= millisIn(unit)) {
        return number(millis / millisIn(unit)) + " " + unit;
      }
    }
    return number(millis) + " ms";
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}

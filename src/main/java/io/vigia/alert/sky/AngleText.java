package io.vigia.alert.sky;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Small angles as text: {@code 2arcsec}, {@code 1.5arcmin}, {@code 0.1deg}. */
public final class AngleText {
  private static final Pattern FORM =
      Pattern.compile("([0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?) ?(arcsec|arcmin|deg)");

  private AngleText() {}

  /**
   * The angle in degrees.
   *
   * @throws IllegalArgumentException for text of another form
   */
  public static double degrees(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "is \"" + text + "\"; a number and arcsec, arcmin or deg are allowed, such as 2arcsec");
    }
    double number = Double.parseDouble(matcher.group(1));
    return switch (matcher.group(2)) {
      case "arcsec" -> number / 3600;
      case "arcmin" -> number / 60;
      default -> number;
    };
  }

  /** An angle in the unit that suits it, two digits and more. */
  public static String of(double degrees) {
    double size = Math.abs(degrees);
    if (size < 1 / 60.0) {
      return String.format(Locale.ROOT, "%.3g arcsec", degrees * 3600);
    }
    return size < 1
        ? String.format(Locale.ROOT, "%.3g arcmin", degrees * 60)
        : String.format(Locale.ROOT, "%.4g deg", degrees);
  }
}

package io.vigia.app.demo;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Spans of time as people write them: {@code 30s}, {@code 5m}, {@code 1h30m}. */
public final class TimeSpan implements ITypeConverter<Duration> {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

  @Override
  public Duration convert(String text) {
    return parse(text);
  }

  /**
   * @throws TypeConversionException saying what is allowed
   */
  static Duration parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no span of time; write it as 30s, 5m or 1h30m");
    }
    return Duration.ofHours(part(parts, 1)).plusMinutes(part(parts, 2)).plusSeconds(part(parts, 3));
  }

  private static long part(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** Such as {@code 1h30m}; {@code 0s} for none. */
  static String text(Duration span) {
    StringBuilder text = new StringBuilder();
    append(text, span.toHours(), "h");
    append(text, span.toMinutesPart(), "m");
    append(text, span.toSecondsPart(), "s");
    return text.length() == 0 ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long value, String unit) {
    if (value > 0) {
      text.append(value).append(unit);
    }
  }
}

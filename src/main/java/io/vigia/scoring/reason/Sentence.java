package io.vigia.scoring.reason;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An explanation in words. */
final class Sentence {
  private Sentence() {}

  /**
   * The sentence.
   *
   * @param contributions most nats first
   * @param culprits among them
   * @param isDensity whether they are in nats
   * @param pValue of the event
   * @param counterfactualPValue with the culprits as expected; NaN where it is not known
   */
  static String of(
      List<Contribution> contributions,
      List<String> culprits,
      boolean isDensity,
      double pValue,
      double counterfactualPValue) {
    if (contributions.isEmpty()) {
      return "no feature has a value that could be another one";
    }
    List<String> parts = new ArrayList<>();
    for (Contribution one : contributions) {
      if (culprits.contains(one.feature()) || (culprits.isEmpty() && parts.isEmpty())) {
        parts.add(part(one, isDensity, parts.isEmpty()));
      }
    }
    String text = String.join("; ", parts);
    if (culprits.isEmpty()) {
      return "no few features explain it; most does this one: " + text;
    }
    if (Double.isNaN(counterfactualPValue)) {
      return text;
    }
    return text
        + "; with "
        + (culprits.size() == 1 ? "it" : culprits.size() == 2 ? "both" : "them")
        + " as expected p would be "
        + number(counterfactualPValue, 2)
        + " instead of "
        + number(pValue, 2);
  }

  private static String part(Contribution one, boolean isDensity, boolean isFirst) {
    String unit = one.unit().isEmpty() ? "" : " " + one.unit();
    String given = isFirst ? " given the others" : "";
    String nats = " (" + number(one.nats(), 2) + (isDensity ? " nats)" : " in the score)");
    return switch (one.direction()) {
      case HIGH, LOW ->
          one.feature()
              + " is "
              + number(one.value(), 3)
              + unit
              + ", too "
              + one.direction().label()
              + ": "
              + expected(one)
              + " expected"
              + given
              + nats;
      case OTHER ->
          one.feature()
              + " is "
              + number(one.value(), 3)
              + ": "
              + expected(one)
              + " expected"
              + given
              + nats;
      case MISSING -> one.feature() + " is missing: " + expected(one) + " expected" + given + nats;
    };
  }

  private static String expected(Contribution one) {
    if (Float.isNaN(one.expected())) {
      return "none";
    }
    String low = number(one.low(), 3);
    String high = number(one.high(), 3);
    return low.equals(high) ? low : low + " to " + high;
  }

  /** So many significant digits, without an exponent where it reads as well. */
  private static String number(double value, int digits) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size < 1e-3 || size >= 1e6) {
      return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
    }
    int decimals = digits - 1 - (int) Math.floor(Math.log10(size));
    return String.format(Locale.ROOT, "%." + Math.max(0, decimals) + "f", value);
  }
}

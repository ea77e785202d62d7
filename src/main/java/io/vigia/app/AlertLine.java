package io.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An alert on one line, for a person's eye. */
final class AlertLine {
  private AlertLine() {}

  static String of(JsonNode alert) {
    List<String> parts = new ArrayList<>();
    parts.add(alert.path("trigger_time").asText());
    parts.add(
        String.format(
            Locale.ROOT, "%-20s", alert.path("event_name").asText(alert.path("id").asText())));
    String type = alert.path("alert_type").asText();
    if (!type.isEmpty() && !type.equals("initial")) {
      parts.add(type + " " + alert.path("record_number").asInt());
    }
    if (type.equals("retraction")) {
      parts.add(alert.path("reason").asText());
      return String.join("  ", parts);
    }
    parts.add(String.format(Locale.ROOT, "p %.2g", alert.path("p_value").doubleValue()));
    parts.add("far " + far(alert));
    parts.add(String.format(Locale.ROOT, "nll %.2f", alert.path("nll").doubleValue()));
    String tense = alert.path("alert_tense").asText();
    if (!tense.isEmpty() && !tense.equals("current")) {
      parts.add("[" + tense + "]");
    }
    if (alert.has("burst")) {
      parts.add("burst of " + alert.at("/burst/size").asInt() + " " + alert.at("/burst/key"));
    }
    parts.add(
        alert.has("sentence")
            ? alert.get("sentence").asText()
            : (alert.path("carried").isEmpty() ? alert.path("features") : alert.path("carried"))
                .toString());
    return String.join("  ", parts);
  }

  private static String far(JsonNode alert) {
    JsonNode far = alert.path("far");
    if (!far.isNumber()) {
      return "unknown";
    }
    String band =
        alert.path("far_low").isNumber() && alert.path("far_high").isNumber()
            ? " (" + number(alert.get("far_low")) + " to " + number(alert.get("far_high")) + ")"
            : "";
    String extrapolated = alert.path("far_extrapolated").asBoolean() ? ", extrapolated" : "";
    String expected =
        alert.path("expected_per_period").isNumber()
            ? ", "
                + number(alert.get("expected_per_period"))
                + " a "
                + alert.path("period_unit").asText("period")
            : "";
    return number(far) + " Hz" + band + expected + extrapolated;
  }

  private static String number(JsonNode value) {
    return String.format(Locale.ROOT, "%.2g", value.doubleValue());
  }
}

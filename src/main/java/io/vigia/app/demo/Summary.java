package io.vigia.app.demo;

import static io.vigia.app.demo.Narration.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.FalseAlarms;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a demo came to, for people and for programs.
 *
 * @param falseAlarms what the calibration promises for the ordinary events scored
 * @param threshold p-value of an alert
 */
public record Summary(
    Counts counts, FalseAlarms falseAlarms, DemoSettings settings, double threshold) {
  private static final double LOW = 0.025;
  private static final double HIGH = 0.975;

  /** Whether each record had exactly one outcome and each due alert came. */
  public boolean balanced() {
    return counts.balanced();
  }

  /** The keys that {@code vigia demo --json} promises. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("events", counts.sent()).put("scored", counts.scored());
    json.put("dead_letters", counts.deadLettered()).put("alerts", counts.alerts());
    json.put("injected", counts.injected()).put("injected_caught", counts.caught());
    json.put("false_alarms", counts.falseAlarms());
    json.put("false_alarms_expected", rounded(falseAlarms.expected()));
    json.put("false_alarms_low", low()).put("false_alarms_high", high());
    json.put("events_per_s", rounded(counts.perSecond()));
    json.put("p50_ms", counts.p50Millis()).put("p99_ms", counts.p99Millis());
    json.put("missing", counts.missing()).put("doubled", counts.doubled());
    json.put("missing_alerts", counts.missingAlerts());
    return json;
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  private long low() {
    return falseAlarms.quantile(LOW);
  }

  private long high() {
    return falseAlarms.quantile(HIGH);
  }

  /** In plain words. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        text(
            "SUMMARY   %,d records in %.0f s, %,.0f a second",
            counts.sent(), counts.seconds(), counts.perSecond()));
    lines.add(
        text(
            "  outcome %,d scored, %,d dead letters%s",
            counts.scored(), counts.deadLettered(), reasons()));
    lines.add("          " + account());
    lines.add(
        text(
            "  latency event to subscriber: half within %d ms, 99 of 100 within %d ms",
            counts.p50Millis(), counts.p99Millis()));
    lines.add(
        text(
            "          (without the first %.0f s, in which everything warms up)",
            settings.warmUp().toMillis() / 1000.0));
    lines.add(
        text(
            "  alerts  %,d: %d of %d anomalies caught, and %d false alarms",
            counts.alerts(), counts.caught(), counts.injected(), counts.falseAlarms()));
    lines.addAll(missed());
    lines.addAll(verdict());
    return lines;
  }

  private String account() {
    return counts.balanced()
        ? "none lost, none doubled: every record had exactly one outcome"
        : text(
            "NOT IN ORDER: %,d records without outcome, %,d alerts missing, %,d doubled",
            counts.missing(), counts.missingAlerts(), counts.doubled());
  }

  private String reasons() {
    return new TreeMap<>(counts.deadLetters())
        .entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", ", " (", ")"))
            .replace(" ()", "");
  }

  private List<String> missed() {
    List<Double> missed = counts.missed();
    if (missed.isEmpty()) {
      return List.of();
    }
    return List.of(
        text(
            "  missed  %d: rare too, with p-values from %.1e to %.1e, but not below the",
            missed.size(), missed.get(0), missed.get(missed.size() - 1)),
        text("          threshold of %.0e", threshold));
  }

  /** Whether the false alarms are what was promised. */
  private List<String> verdict() {
    long seen = counts.falseAlarms();
    return List.of(
        text(
            "  false   %d, where %.1f are expected of %,d ordinary events; in 95 of 100",
            seen, falseAlarms.expected(), counts.background()),
        text(
            "          demos %d to %d, by chance and since %,d events fix the threshold",
            low(), high(), falseAlarms.calibrationSize()),
        seen >= low() && seen <= high()
            ? "          only so well: so the promised rate was kept"
            : "          only so well: THIS ONE IS OUTSIDE, as 5 in 100 are; twice is a fault");
  }
}

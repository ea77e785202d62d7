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
 */
public record Summary(Counts counts, FalseAlarms falseAlarms, DemoSettings settings) {
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
    add(
        lines,
        "SUMMARY",
        text(
            "%,d records in %.0f s, %,.0f a second",
            counts.sent(), counts.seconds(), counts.perSecond()));
    add(
        lines,
        "outcome",
        text(
            "%,d scored, %,d dead letters%s. %s",
            counts.scored(), counts.deadLettered(), reasons(), account()));
    if (!counts.balanced()) {
      add(lines, "FAULT", fault());
    }
    add(
        lines,
        "latency",
        text(
            "from the event to its score at the subscriber: half within %d ms, 99 of 100 within"
                + " %d ms, after a warm-up of %.0f s",
            counts.p50Millis(), counts.p99Millis(), settings.warmUp().toMillis() / 1000.0));
    add(
        lines,
        "alerts",
        text(
            "%,d: %,d of %,d anomalies caught, and %,d false alarms",
            counts.alerts(), counts.caught(), counts.injected(), counts.falseAlarms()));
    if (!counts.missed().isEmpty()) {
      add(lines, "missed", missed());
    }
    add(lines, "false", verdict());
    return lines;
  }

  private static void add(List<String> lines, String label, String text) {
    lines.addAll(Paragraph.of(label, text));
  }

  private String account() {
    return counts.balanced()
        ? "None lost, none doubled: every record had exactly one outcome."
        : "That does NOT add up:";
  }

  private String fault() {
    return text(
        "%,d records have no outcome, %,d alerts are missing, %,d outcomes or alerts are doubled."
            + " This should not be; the log above may say why.",
        counts.missing(), counts.missingAlerts(), counts.doubled());
  }

  private String reasons() {
    return new TreeMap<>(counts.deadLetters())
        .entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", ", " (", ")"))
            .replace(" ()", "");
  }

  private String missed() {
    List<Double> missed = counts.missed();
    return text(
        "%,d %s rare too, with p-values from %.1e to %.1e, but not rarer than the threshold",
        missed.size(),
        missed.size() == 1 ? "was" : "were",
        missed.get(0),
        missed.get(missed.size() - 1));
  }

  /** Whether the false alarms are what was promised. */
  private String verdict() {
    long seen = counts.falseAlarms();
    return text(
        "%,d alarms, where %.1f are expected of %,d ordinary events. In 95 of 100 demos there are"
            + " %,d to %,d, by chance and since %,d calibration events fix the threshold only so"
            + " well: %s",
        seen,
        falseAlarms.expected(),
        counts.background(),
        low(),
        high(),
        falseAlarms.calibrationSize(),
        seen >= low() && seen <= high()
            ? "the promised rate was kept."
            : "THIS ONE IS OUTSIDE, as 5 in 100 are; if the next is too, something is wrong.");
  }
}

package io.vigia.app.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a team needs to choose between two systems. */
public final class Comparison {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JoinedScores scores;
  private final List<AlertsCompared> alerts;
  private final List<EfficiencyCompared> efficiencies;

  private Comparison(
      JoinedScores scores, List<AlertsCompared> alerts, List<EfficiencyCompared> efficiencies) {
    this.scores = scores;
    this.alerts = alerts;
    this.efficiencies = efficiencies;
  }

  /**
   * Compares.
   *
   * @param rates alerts an event, each in (0, 1]
   * @param falseAlarms shares of the background, each in (0, 1); looked at only where anomalies and
   *     background are labelled
   * @throws IllegalArgumentException for another share, or where no id is in both
   */
  public static Comparison of(
      ScoreTable ours, ScoreTable baseline, List<Double> rates, List<Double> falseAlarms) {
    requireShares("--rates", rates);
    requireShares("--false-alarms", falseAlarms);
    JoinedScores scores = JoinedScores.of(ours, baseline);
    boolean labelled =
        scores.count(EventLabel.ANOMALY) > 0
            && scores.count(EventLabel.BACKGROUND) + scores.count(EventLabel.ARTEFACT) > 0;
    return new Comparison(
        scores,
        rates.stream().map(rate -> AlertsCompared.at(rate, scores)).toList(),
        labelled
            ? falseAlarms.stream().map(share -> EfficiencyCompared.at(share, scores)).toList()
            : List.of());
  }

  private static void requireShares(String option, List<Double> shares) {
    for (double share : shares) {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException(option + " has " + share + "; allowed: above 0 to 1");
      }
    }
  }

  /** With NaN, where a figure has no meaning, as null. */
  public JsonNode toJson() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("joined", scores.size());
    json.put("only_ours", scores.onlyOurs()).put("only_baseline", scores.onlyBaseline());
    json.put("repeated", scores.repeated());
    ObjectNode labels = json.putObject("labels");
    for (EventLabel label : EventLabel.values()) {
      labels.put(label.name().toLowerCase(Locale.ROOT), scores.count(label));
    }
    json.set("at_equal_alert_rate", withoutNaN(MAPPER.valueToTree(alerts)));
    json.set("at_equal_false_alarms", withoutNaN(MAPPER.valueToTree(efficiencies)));
    return json;
  }

  private static JsonNode withoutNaN(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                boolean number = field.getValue().isDouble();
                if (number && !Double.isFinite(field.getValue().doubleValue())) {
                  field.setValue(MAPPER.nullNode());
                }
              });
    }
    tree.forEach(Comparison::withoutNaN);
    return tree;
  }

  /** For a person. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    line(
        lines,
        "%d events are in both; %d are ours alone, %d the baseline's alone, %d scores are repeated",
        scores.size(),
        scores.onlyOurs(),
        scores.onlyBaseline(),
        scores.repeated());
    for (AlertsCompared at : alerts) {
      line(
          lines,
          "%d alerts each (%s an event): %d in both (%.0f %%)",
          at.alerts(),
          at.rate(),
          at.overlap(),
          100 * at.overlapShare());
      side(lines, "ours", at.ours());
      side(lines, "baseline", at.baseline());
    }
    for (EfficiencyCompared at : efficiencies) {
      line(
          lines,
          "%d false alarms each (%s of the background): of %d anomalies ours finds %s, the"
              + " baseline %s; difference %+.3f [%+.3f, %+.3f], p %.2g",
          at.falseAlarms(),
          at.falseAlarmShare(),
          at.anomalies(),
          efficiency(at.ours()),
          efficiency(at.baseline()),
          at.difference(),
          at.differenceLow(),
          at.differenceHigh(),
          at.pValue());
    }
    return lines;
  }

  private static void side(List<String> lines, String name, AlertsCompared.Side side) {
    String labels =
        side.labelled() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %d anomalies and %d artefacts of %d labelled, artefacts %.3f [%.3f, %.3f];"
                    + " unique: %d and %d",
                side.anomalies(),
                side.artefacts(),
                side.labelled(),
                side.artefactShare(),
                side.artefactShareLow(),
                side.artefactShareHigh(),
                side.uniqueAnomalies(),
                side.uniqueArtefacts());
    line(lines, "  %-8s %d unique%s", name, side.unique(), labels);
    if (!side.uniqueIds().isEmpty()) {
      line(lines, "           %s", String.join(" ", side.uniqueIds()));
    }
  }

  private static String efficiency(EfficiencyCompared.Efficiency one) {
    return String.format(
        Locale.ROOT, "%d, %.3f [%.3f, %.3f]", one.found(), one.efficiency(), one.low(), one.high());
  }

  private static void line(List<String> lines, String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }
}

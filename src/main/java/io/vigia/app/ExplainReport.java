package io.vigia.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.feature.FeatureSchema;
import io.vigia.scoring.Score;
import io.vigia.scoring.ScoringModel;
import io.vigia.scoring.reason.Contribution;
import io.vigia.scoring.reason.Explainer;
import io.vigia.scoring.reason.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why an event is rare, for people and as JSON. */
final class ExplainReport {
  private final ScoringModel model;
  private final FeatureSchema schema;
  private final Explainer explainer;

  ExplainReport(ScoringModel model, FeatureSchema schema) {
    this.model = model;
    this.schema = schema;
    this.explainer = Explainer.of(model);
  }

  /**
   * An explained event.
   *
   * @param nearest the nearest typical row; null where the bundle keeps none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(
      String id, float[] row, Score score, Explanation explanation, float @Nullable [] nearest) {}

  Entry of(String id, float[] row, Score score) {
    Explanation explanation = explainer.explain(row, score.pValue());
    float[] nearest = explainer.nearestTypical(explanation.counterfactual());
    return new Entry(id, row, score, explanation, nearest);
  }

  ObjectNode json(Entry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", entry.id()).put("p_value", entry.score().pValue());
    json.put("nll", entry.score().nll()).put("model", label());
    json.put("sentence", entry.explanation().sentence());
    for (Contribution one : entry.explanation().contributions()) {
      ObjectNode line = json.withArray("/contributions").addObject();
      line.put("feature", one.feature()).put("unit", one.unit());
      put(line, "value", one.value());
      line.put("nats", one.nats());
      put(line, "expected", one.expected());
      put(line, "low", one.low());
      put(line, "high", one.high());
      line.put("direction", one.direction().label());
    }
    if (!entry.explanation().culprits().isEmpty()) {
      ObjectNode counterfactual = json.putObject("counterfactual");
      counterfactual.put("p_value", entry.explanation().counterfactualPValue());
      ObjectNode changed = counterfactual.putObject("features");
      for (String name : entry.explanation().culprits()) {
        int feature = schema.featureNames().indexOf(name);
        put(changed, name, entry.explanation().counterfactual()[feature]);
      }
    }
    float[] nearest = entry.nearest();
    if (nearest != null) {
      ObjectNode typical = json.putObject("nearest_typical");
      for (int j = 0; j < schema.size(); j++) {
        put(typical, schema.featureNames().get(j), nearest[j]);
      }
    }
    return json;
  }

  private static void put(ObjectNode json, String key, float value) {
    if (Float.isNaN(value)) {
      json.putNull(key);
    } else {
      json.put(key, value);
    }
  }

  List<String> lines(Entry entry) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "event %s: p %.2g, nll %.2f, by %s",
            entry.id(),
            entry.score().pValue(),
            entry.score().nll(),
            label()));
    lines.add(entry.explanation().sentence());
    float[] nearest = entry.nearest();
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-20s %12s %12s %25s %8s %8s %12s",
            "feature",
            "value",
            "expected",
            "90 %",
            "",
            "nats",
            nearest == null ? "" : "typical"));
    for (Contribution one : entry.explanation().contributions()) {
      int feature = schema.featureNames().indexOf(one.feature());
      lines.add(
          String.format(
              Locale.ROOT,
              "%s %-20s %12s %12s %25s %8s %8.2f %12s",
              entry.explanation().culprits().contains(one.feature()) ? "*" : " ",
              one.feature(),
              number(one.value()),
              number(one.expected()),
              number(one.low()) + " to " + number(one.high()),
              one.direction().label(),
              one.nats(),
              nearest == null ? "" : number(nearest[feature])));
    }
    return lines;
  }

  private static String number(float value) {
    return Float.isNaN(value) ? "missing" : String.format(Locale.ROOT, "%.4g", value);
  }

  private String label() {
    return model.bundle().name() + "/" + model.bundle().version();
  }
}

package io.vigia.app.bench.retrain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.app.bench.retrain.ScoreWatch.Seen;
import io.vigia.calibration.Calibration;
import io.vigia.calibration.FalseAlarms;
import java.util.List;

/**
 * How many of some scores are at or below a p-value, beside what the calibration of their bundle
 * promises: the beta-binomial interval that 99 of 100 calibrations and streams keep to.
 *
 * @param scored how many scores
 * @param seen how many at or below p
 * @param expected the mean number
 * @param low end of the interval
 * @param high end of the interval
 */
record RateFigures(double p, long scored, long seen, double expected, long low, long high) {
  private static final double TAIL = 0.005;

  static RateFigures of(List<Seen> scores, Calibration calibration, double p) {
    FalseAlarms promised = FalseAlarms.of(calibration, p, scores.size());
    return new RateFigures(
        p,
        scores.size(),
        ScoreWatch.rare(scores, p),
        promised.expected(),
        promised.quantile(TAIL),
        promised.quantile(1 - TAIL));
  }

  /** Whether the promise holds. */
  boolean isNominal() {
    return scored > 0 && low <= seen && seen <= high;
  }

  /** How many times the promised rate. */
  double ratio() {
    return seen / expected;
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("p", p)
        .put("scored", scored)
        .put("false_alarms", seen)
        .put("expected", Math.round(expected * 10) / 10.0)
        .put("low", low)
        .put("high", high)
        .put("ratio", Math.round(ratio() * 1000) / 1000.0)
        .put("nominal", isNominal());
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%.2f times the nominal rate at p <= %s (%d of %d; %d to %d promised)",
        ratio(),
        p,
        seen,
        scored,
        low,
        high);
  }
}

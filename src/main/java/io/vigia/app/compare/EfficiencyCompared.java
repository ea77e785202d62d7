package io.vigia.app.compare;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vigia.app.compare.JoinedScores.Event;
import io.vigia.calibration.BinomialInterval;
import io.vigia.calibration.PairedShares;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The labelled anomalies that the two systems find where each takes the same share of what is
 * labelled background or artefact. Intervals cover {@value BinomialInterval#CONFIDENCE}.
 *
 * @param falseAlarmShare as asked for
 * @param falseAlarms that each system may take: the share of the background, rounded down
 * @param difference ours minus the baseline's efficiency, on the same anomalies
 * @param pValue of a difference this large where both find equally well, by McNemar's test
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record EfficiencyCompared(
    double falseAlarmShare,
    long falseAlarms,
    long anomalies,
    Efficiency ours,
    Efficiency baseline,
    double difference,
    double differenceLow,
    double differenceHigh,
    double pValue) {
  /** Share of anomalies found. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Efficiency(long found, double efficiency, double low, double high) {
    static Efficiency of(long found, long anomalies) {
      BinomialInterval interval =
          BinomialInterval.of(found, anomalies, BinomialInterval.CONFIDENCE);
      return new Efficiency(found, found / (double) anomalies, interval.low(), interval.high());
    }
  }

  /** Of scores with labelled anomalies and background. */
  static EfficiencyCompared at(double falseAlarmShare, JoinedScores scores) {
    long anomalies = scores.count(EventLabel.ANOMALY);
    long background = scores.count(EventLabel.BACKGROUND) + scores.count(EventLabel.ARTEFACT);
    long falseAlarms = (long) Math.floor(falseAlarmShare * background * (1 + 1e-12));
    Set<Event> ours = found(scores.ours(), falseAlarms);
    Set<Event> baseline = found(scores.baseline(), falseAlarms);
    Set<Event> onlyOurs = new HashSet<>(ours);
    onlyOurs.removeAll(baseline);
    long onlyBaseline = baseline.size() - (ours.size() - onlyOurs.size());
    PairedShares paired = new PairedShares(anomalies, onlyOurs.size(), onlyBaseline);
    double[] interval = paired.interval(BinomialInterval.CONFIDENCE);
    return new EfficiencyCompared(
        falseAlarmShare,
        falseAlarms,
        anomalies,
        Efficiency.of(ours.size(), anomalies),
        Efficiency.of(baseline.size(), anomalies),
        paired.difference(),
        interval[0],
        interval[1],
        paired.pValue());
  }

  /** Anomalies before one false alarm more than allowed. */
  private static Set<Event> found(List<Event> rarestFirst, long falseAlarms) {
    Set<Event> found = new HashSet<>();
    long taken = 0;
    for (Event event : rarestFirst) {
      if (event.is(EventLabel.ANOMALY)) {
        found.add(event);
      } else if (event.label() != null && ++taken > falseAlarms) {
        break;
      }
    }
    return found;
  }
}

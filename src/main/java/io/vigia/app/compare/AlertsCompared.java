package io.vigia.app.compare;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vigia.app.compare.JoinedScores.Event;
import io.vigia.calibration.BinomialInterval;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The two systems where each alerts on the same number of events, its rarest.
 *
 * @param rate alerts an event, as asked for
 * @param alerts of each system
 * @param overlap alerts that both have
 * @param overlapShare of a system's alerts
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record AlertsCompared(
    double rate, int alerts, int overlap, double overlapShare, Side ours, Side baseline) {
  /**
   * One system's alerts.
   *
   * @param unique that the other has not
   * @param anomalies labelled so; likewise the others
   * @param artefactShare among labelled alerts, NaN where there is none
   * @param uniqueIds at most {@value #SHOWN} of its unique ones, the rarest first
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Side(
      int unique,
      long labelled,
      long anomalies,
      long artefacts,
      double artefactShare,
      double artefactShareLow,
      double artefactShareHigh,
      long uniqueAnomalies,
      long uniqueArtefacts,
      List<String> uniqueIds) {
    static final int SHOWN = 10;

    static Side of(List<Event> alerts, Set<Event> others) {
      List<Event> unique = new ArrayList<>(alerts);
      unique.removeAll(others);
      long labelled = alerts.stream().filter(event -> event.label() != null).count();
      long artefacts = count(alerts, EventLabel.ARTEFACT);
      BinomialInterval share =
          labelled == 0
              ? new BinomialInterval(Double.NaN, Double.NaN)
              : BinomialInterval.of(artefacts, labelled, BinomialInterval.CONFIDENCE);
      return new Side(
          unique.size(),
          labelled,
          count(alerts, EventLabel.ANOMALY),
          artefacts,
          labelled == 0 ? Double.NaN : artefacts / (double) labelled,
          share.low(),
          share.high(),
          count(unique, EventLabel.ANOMALY),
          count(unique, EventLabel.ARTEFACT),
          unique.stream().limit(SHOWN).map(Event::id).toList());
    }

    private static long count(List<Event> events, EventLabel label) {
      return events.stream().filter(event -> event.is(label)).count();
    }
  }

  /** At least one alert each. */
  static AlertsCompared at(double rate, JoinedScores scores) {
    int alerts = Math.max(1, (int) Math.round(rate * scores.size()));
    List<Event> ours = scores.ours().subList(0, alerts);
    List<Event> baseline = scores.baseline().subList(0, alerts);
    Set<Event> both = new HashSet<>(ours);
    both.retainAll(new HashSet<>(baseline));
    return new AlertsCompared(
        rate,
        alerts,
        both.size(),
        both.size() / (double) alerts,
        Side.of(ours, new HashSet<>(baseline)),
        Side.of(baseline, new HashSet<>(ours)));
  }
}

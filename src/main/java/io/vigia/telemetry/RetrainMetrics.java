package io.vigia.telemetry;

import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.vigia.retrain.DriftReport;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.TrainingJob;
import io.vigia.retrain.drift.DriftStatus;
import io.vigia.topology.RetrainMeter;
import java.util.Locale;

/** How the retraining loop stands, by the process that runs the desk. */
final class RetrainMetrics implements RetrainMeter {
  private final Counter.Child[] driftReports;
  private final Counter.Child[] jobs;
  private final Counter.Child[] verdicts;
  private final Counter lost;
  private final Gauge inFlight;
  private final Gauge rows;
  private final Gauge asked;
  private final Gauge brokenChannels;
  private final Gauge.Child pValueEvidence;
  private final Gauge.Child rateEvidence;
  private final Gauge.Child nllDistance;
  private final Gauge.Child featureDistance;

  RetrainMetrics(MetricFamilies families) {
    Counter reports =
        families.counter(
            "vigia_drift_reports_total", "Drift reports by what they look like.", "kind");
    this.driftReports =
        MetricFamilies.children(DriftReport.Kind.values(), kind -> reports.labels(label(kind)));
    Counter made =
        families.counter(
            "vigia_retrain_jobs_total",
            "Training jobs made, by what closed their window.",
            "cause");
    this.jobs =
        MetricFamilies.children(TrainingJob.Cause.values(), cause -> made.labels(label(cause)));
    Counter judged =
        families.counter(
            "vigia_gate_verdicts_total", "Candidate models by what the gate decided.", "outcome");
    this.verdicts =
        MetricFamilies.children(
            GateVerdict.Outcome.values(), outcome -> judged.labels(label(outcome)));
    this.lost =
        families.counter(
            "vigia_retrain_jobs_lost_total",
            "Training jobs that ended without a model: failed or abandoned.",
            "outcome");
    this.inFlight = families.gauge("vigia_retrain_jobs_in_flight", "Training jobs not over.");
    this.rows =
        families.gauge(
            "vigia_retrain_window_samples", "Samples in the open window that may train.");
    this.asked = families.gauge("vigia_retrain_asked", "Candidate models that wait for a person.");
    this.brokenChannels =
        families.gauge(
            "vigia_broken_channels", "Channels reported broken; while there are, nothing trains.");
    Gauge evidence =
        families.gauge(
            "vigia_drift_evidence", "Log evidence of a drift over that of an alarm.", "watch");
    this.pValueEvidence = evidence.labels("p-values");
    this.rateEvidence = evidence.labels("rate");
    Gauge distance =
        families.gauge(
            "vigia_drift_distance",
            "Kolmogorov-Smirnov distance from the reference; of the feature that is farthest.",
            "watch");
    this.nllDistance = distance.labels("nll");
    this.featureDistance = distance.labels("features");
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void standing(Standing standing) {
    rows.set(standing.rows());
    inFlight.set(standing.jobs());
    asked.set(standing.asked());
    brokenChannels.set(standing.brokenChannels());
  }

  @Override
  public void drift(DriftStatus status) {
    pValueEvidence.set(status.pValueEvidence());
    rateEvidence.set(status.rateEvidence());
    nllDistance.set(status.nllDistance());
    featureDistance.set(status.featureDistance());
  }

  @Override
  public void driftReported(DriftReport.Kind kind) {
    driftReports[kind.ordinal()].inc();
  }

  @Override
  public void jobMade(TrainingJob.Cause cause) {
    jobs[cause.ordinal()].inc();
  }

  @Override
  public void judged(GateVerdict.Outcome outcome) {
    verdicts[outcome.ordinal()].inc();
  }

  @Override
  public void jobLost(String outcome) {
    lost.labels(outcome).inc();
  }
}

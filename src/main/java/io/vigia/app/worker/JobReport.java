package io.vigia.app.worker;

import io.vigia.retrain.JobProgress;
import io.vigia.retrain.JobProgress.State;
import io.vigia.telemetry.WorkerMetrics;
import io.vigia.training.TrainingProgress;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how far one attempt at a job is: on the topic, in the log, as metrics. */
final class JobReport implements TrainingProgress {
  private static final Logger LOG = LoggerFactory.getLogger(JobReport.class);

  /** The topic hears of a training no more often; the log and the metrics hear each look. */
  private static final long LEAST_MILLIS = 1_000;

  private final String job;
  private final int attempt;
  private final WorkerIdentity worker;
  private final JobLog log;
  private final WorkerMetrics metrics;
  private final StopSignal stop;
  private final Clock clock;
  private @Nullable Point last;
  private long lastMillis;
  private long saidMillis;
  private double stepsPerSecond = Double.NaN;

  JobReport(
      String job,
      int attempt,
      WorkerIdentity worker,
      JobLog log,
      WorkerMetrics metrics,
      StopSignal stop,
      Clock clock) {
    this.job = job;
    this.attempt = attempt;
    this.worker = worker;
    this.log = log;
    this.metrics = metrics;
    this.stop = stop;
    this.clock = clock;
  }

  void started() {
    metrics.started();
    lastMillis = clock.millis();
    log.sayLast(progress(State.STARTED, null, null));
    LOG.info("job {}: attempt {} on {}", shortId(), attempt, worker.device());
  }

  /** Something to know of the work, for the log alone. */
  void note(String text) {
    LOG.info("job {}: {}", shortId(), text);
  }

  @Override
  public void at(Point point) {
    measure(point);
    LOG.info(
        "job {}: {} step {} of {}, loss {}, val {}, {} steps/s",
        shortId(),
        point.member(),
        point.step(),
        point.of(),
        text(point.loss()),
        text(point.validationNll()),
        text(stepsPerSecond));
    if (clock.millis() - saidMillis >= LEAST_MILLIS) {
      saidMillis = clock.millis();
      log.say(progress(State.TRAINING, null, null));
    }
    stop.check();
  }

  private void measure(Point point) {
    Point before = last;
    int from = before == null || !before.member().equals(point.member()) ? 0 : before.step();
    int steps = Math.max(0, point.step() - from);
    long now = clock.millis();
    // The first look of a member also waited for what comes before its first step.
    stepsPerSecond = now > lastMillis ? steps * 1e3 / (now - lastMillis) : Double.NaN;
    last = point;
    lastMillis = now;
    metrics.looked(steps, point.loss(), point.validationNll(), stepsPerSecond);
  }

  void judging() {
    log.say(progress(State.JUDGING, null, null));
    LOG.info("job {}: trained and calibrated; comparing it with the bundle in service", shortId());
    stop.check();
  }

  JobEnd ended(JobEnd end) {
    metrics.ended(end.state());
    if (end.reason() == null) {
      LOG.info("job {}: {} {}", shortId(), end.state(), end.model());
    } else {
      LOG.warn("job {}: {}: {}", shortId(), end.state(), end.reason());
    }
    log.sayLast(progress(end.state(), end.reason(), end.model()));
    return end;
  }

  private JobProgress progress(State state, @Nullable String reason, @Nullable String model) {
    Point point = last;
    return new JobProgress(
        job,
        worker.name(),
        attempt,
        state,
        point == null ? null : point.member(),
        point == null ? 0 : point.step(),
        point == null ? 0 : point.of(),
        point == null ? null : finite(point.loss()),
        point == null ? null : finite(point.validationNll()),
        finite(stepsPerSecond),
        worker.device(),
        reason,
        model,
        clock.millis());
  }

  /** Enough of the id for a person to tell jobs apart. */
  private String shortId() {
    return job.substring(0, Math.min(12, job.length()));
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static String text(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "-";
  }
}

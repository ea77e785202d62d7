package io.vigia.app.worker;

import io.vigia.app.worker.StopSignal.StoppedException;
import io.vigia.retrain.JobProgress.State;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.TrainingJob;
import io.vigia.telemetry.WorkerMetrics;
import io.vigia.training.DivergedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * One attempt at a job, from the record to the published bundle, with whatever may come between:
 * jobs that have a result already, that have used up their attempts, that will never train.
 */
final class JobRunner {
  private final WorkerIdentity worker;
  private final JobTraining training;
  private final CandidateStore store;
  private final JobLog log;
  private final WorkerMetrics metrics;
  private final Path workDirectory;
  private final int attempts;
  private final Clock clock;

  /**
   * @param attempts after so many that ended without a result a job is given up
   */
  JobRunner(
      WorkerIdentity worker,
      JobTraining training,
      CandidateStore store,
      JobLog log,
      WorkerMetrics metrics,
      Path workDirectory,
      int attempts,
      Clock clock) {
    this.worker = worker;
    this.training = training;
    this.store = store;
    this.log = log;
    this.metrics = metrics;
    this.workDirectory = workDirectory;
    this.attempts = attempts;
    this.clock = clock;
  }

  /** Works on a job until it has an end, or the signal is given. */
  public JobEnd run(JobDelivery delivery, StopSignal stop) {
    JobReport report = report(delivery, stop);
    JobEnd end;
    try {
      end = attempt(delivery, report);
    } catch (StoppedException e) {
      end = JobEnd.stopped();
    } catch (IllegalArgumentException | DivergedException e) {
      end = JobEnd.failed(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      end = stop.isGiven() ? JobEnd.stopped() : JobEnd.released(e.toString());
    } catch (OutOfMemoryError e) {
      end =
          JobEnd.released("out of memory (" + e.getMessage() + "); give the worker a larger heap");
    }
    if (end.isFinal()) {
      clear(delivery, report);
    }
    return said(report, end);
  }

  private WorkFolder folder(JobDelivery delivery) {
    return new WorkFolder(workDirectory.resolve(delivery.id()));
  }

  private void clear(JobDelivery delivery, JobReport report) {
    if (delivery.job() != null) {
      try {
        folder(delivery).remove();
      } catch (IOException e) {
        report.note("its folder cannot be removed: " + e);
      }
    }
  }

  /** Says that the job is given back, in the place of a training that does not look up in time. */
  JobEnd abandon(JobDelivery delivery, StopSignal stop) {
    return said(report(delivery, stop), JobEnd.stopped());
  }

  private JobReport report(JobDelivery delivery, StopSignal stop) {
    return new JobReport(delivery.id(), delivery.delivery(), worker, log, metrics, stop, clock);
  }

  /** The end stands even where it cannot be said: then the job simply comes again. */
  private static JobEnd said(JobReport report, JobEnd end) {
    try {
      return report.ended(end);
    } catch (KafkaException e) {
      return end.isFinal() && end.state() == State.FAILED
          ? JobEnd.released(end.reason() + " (and the end could not be written: " + e + ")")
          : end;
    }
  }

  private JobEnd attempt(JobDelivery delivery, JobReport report) throws IOException {
    Optional<ModelCard> first = store.resultOf(delivery.id());
    if (first.isPresent()) {
      return JobEnd.superseded(first.get().label());
    }
    TrainingJob job = delivery.job();
    if (job == null) {
      return JobEnd.failed("it cannot be read: " + delivery.problem());
    }
    Attempts before = Attempts.of(log.of(delivery.id()));
    if (before.failure() != null) {
      return JobEnd.failed(before.failure());
    }
    if (before.count() >= attempts) {
      return JobEnd.failed(before.count() + " attempts ended without a result: " + before.text());
    }
    if (delivery.last()) {
      // Were this worker killed, nobody would hear of the job again.
      return JobEnd.failed(
          "it was delivered "
              + delivery.delivery()
              + " times, and the broker delivers it no more"
              + (before.count() == 0 ? "" : ": " + before.text()));
    }
    report.started();
    CandidateStore.Candidate candidate = training.train(job, folder(delivery), report);
    // Somebody may have been faster: a lock that ran out, a leader that changed.
    Optional<ModelCard> faster = store.resultOf(delivery.id());
    return faster.isPresent()
        ? JobEnd.superseded(faster.get().label())
        : JobEnd.published(store.publish(candidate, delivery.id(), worker.name()).label());
  }
}

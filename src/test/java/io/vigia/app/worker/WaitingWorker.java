package io.vigia.app.worker;

import io.vigia.telemetry.WorkerMetrics;
import io.vigia.training.TrainingProgress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker process whose trainings never end: it is there to be killed. */
final class WaitingWorker {
  private WaitingWorker() {}

  /**
   * @param args brokers, topic of jobs, topic of progress, folder
   */
  public static void main(String[] args) throws InterruptedException {
    Map<String, String> kafka = Map.of("bootstrap.servers", args[0]);
    JobTraining endless =
        (job, directory, report) -> {
          report.at(new TrainingProgress.Point("maf", 100, 1500, 3.5, 3.6, 1e-3));
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IllegalStateException("it should have been killed");
        };
    WorkerMetrics metrics = new WorkerMetrics();
    try (JobSource source = JobSource.join(kafka, WorkerGroup.of(args[1]), WorkerGroup.DELIVERIES);
        ProgressTopic log = ProgressTopic.open(kafka, args[2])) {
      JobRunner runner =
          new JobRunner(
              WorkerIdentity.ofThisProcess("cpu"),
              endless,
              new WorkerWorld.MemoryStore(),
              log,
              metrics,
              Path.of(args[3]),
              3,
              Clock.systemUTC());
      new Worker(source, runner, metrics, new StopSignal()).run();
    }
  }
}

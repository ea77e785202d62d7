package io.vigia.app;

import io.vigia.app.worker.DeviceInfo;
import io.vigia.app.worker.JobEnd;
import io.vigia.app.worker.WorkerProcess;
import io.vigia.telemetry.WorkerMetrics;
import io.vigia.topology.TopologySpec;
import io.vigia.web.HttpEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia worker}. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the jobs that the desk of a topology with 'retrain:' makes, one at a time, and publishes",
      "what comes of them. Any number of workers share the jobs (Kafka 4.2 or newer). It scores no",
      "stream, and 'vigia run' trains nothing.",
      "SIGTERM: the job in hand goes back with its last checkpoint; exit code 0."
    })
final class WorkerCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerCommand.class);
  private static final long STOPPING_SECONDS = 30;

  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "Where it trains: cpu, gpu, gpu:N or auto (default), a GPU where there is one.")
  private String device = "auto";

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description =
          "Checkpoints and fetched bundles, kept over restarts; workers may share it. Default:"
              + " .vigia/work/<topology>.")
  private @Nullable Path workDirectory;

  @Option(
      names = "--once",
      paramLabel = "JOB",
      description =
          "Trains this job and ends: a file with its JSON, or its id. Needs no share group: for"
              + " Slurm, HTCondor, cron, and brokers before 4.2.")
  private @Nullable String once;

  @Mixin private HttpOptions http = new HttpOptions();

  private final CountDownLatch ended = new CountDownLatch(1);

  @Override
  public Integer call() throws Exception {
    TopologySpec spec = topology.read();
    if (spec.retrain() == null && once == null) {
      throw new IllegalArgumentException(
          topology.file()
              + " has no 'retrain:', so that nobody makes jobs; add it, or give --once JOB");
    }
    DeviceInfo found = DeviceInfo.of(device);
    WorkerMetrics metrics = new WorkerMetrics();
    try (WorkerProcess worker =
            new WorkerProcess(
                settings(spec, found),
                stored -> OfflineModel.open(stored, found.label()),
                metrics);
        HttpEndpoint endpoint = http.open(metrics.registry(), worker)) {
      LOG.info("{}: a worker on {}", spec.name(), found);
      LOG.info("metrics, health and readiness on http:/{}", endpoint.address());
      stopOnTermination(worker);
      return work(worker);
    } finally {
      ended.countDown();
    }
  }

  private WorkerProcess.Settings settings(TopologySpec spec, DeviceInfo found) {
    Path directory = workDirectory != null ? workDirectory : Path.of(".vigia", "work", spec.name());
    return new WorkerProcess.Settings(topology.file(), spec, found, directory, Version.text());
  }

  private int work(WorkerProcess worker) throws IOException, InterruptedException {
    String job = once;
    if (job == null) {
      worker.run();
      return 0;
    }
    JobEnd end = worker.once(job);
    return end.isFinal() && end.model() != null ? 0 : Failures.FAILED;
  }

  /**
   * To be told to stop is no failure of a worker that serves a group; a single job that has no
   * result is one for whoever asked for it, so that the JVM's own exit code, 143, stays.
   */
  private void stopOnTermination(WorkerProcess worker) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (ended.getCount() == 0) {
                    return; // it has ended by itself, with a code of its own
                  }
                  worker.stop();
                  try {
                    boolean inOrder = ended.await(STOPPING_SECONDS, TimeUnit.SECONDS);
                    if (inOrder && once == null) {
                      Runtime.getRuntime().halt(0);
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "vigia-shutdown"));
  }
}

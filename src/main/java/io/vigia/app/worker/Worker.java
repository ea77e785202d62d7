package io.vigia.app.worker;

import io.vigia.retrain.JobProgress.State;
import io.vigia.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jobs and works on one at a time, until it is told to stop. The work has a thread of its
 * own; this one renews the job's lock meanwhile.
 */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final long SLICE_MILLIS = 200;

  /** A training stops at its next look; one that has none so soon is left behind. */
  private static final Duration STOPPING = Duration.ofSeconds(10);

  /** After an attempt that another worker may do better, it gets the first chance. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private final JobSource source;
  private final JobRunner runner;
  private final WorkerMetrics metrics;
  private final StopSignal stop;

  /**
   * @param stop ends {@link #run} soon
   */
  Worker(JobSource source, JobRunner runner, WorkerMetrics metrics, StopSignal stop) {
    this.source = source;
    this.runner = runner;
    this.metrics = metrics;
    this.stop = stop;
  }

  /**
   * Works until it is told to stop.
   *
   * @throws KafkaException where the group cannot be read
   */
  void run() throws InterruptedException {
    int releases = 0;
    while (!stop.isGiven()) {
      Optional<JobDelivery> job = source.next();
      if (job.isPresent()) {
        JobEnd end = work(job.get());
        if (!source.finish(end)) {
          LOG.warn("job {}: another worker may have it, too", job.get().id());
        }
        releases = end.state() == State.RELEASED ? releases + 1 : 0;
        if (releases > 0) {
          rest(pause(releases));
        }
      }
    }
  }

  /** Each twice the one before. */
  static Duration pause(int releases) {
    Duration grown = PAUSE.multipliedBy(1L << Math.min(releases - 1, 10));
    return grown.compareTo(LONGEST_PAUSE) < 0 ? grown : LONGEST_PAUSE;
  }

  private void rest(Duration pause) throws InterruptedException {
    for (long i = 0; i < pause.toMillis() && !stop.isGiven(); i += SLICE_MILLIS) {
      Thread.sleep(SLICE_MILLIS);
    }
  }

  private JobEnd work(JobDelivery job) throws InterruptedException {
    CompletableFuture<JobEnd> work = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.complete(runner.run(job, stop));
              } catch (RuntimeException | Error e) {
                work.completeExceptionally(e);
              }
            },
            "vigia-training");
    thread.setDaemon(true);
    thread.start();
    return await(job, work);
  }

  private JobEnd await(JobDelivery job, CompletableFuture<JobEnd> work)
      throws InterruptedException {
    long renewed = System.nanoTime();
    long patience = STOPPING.toMillis();
    boolean held = true;
    while (true) {
      try {
        return work.get(SLICE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        patience -= stop.isGiven() ? SLICE_MILLIS : 0;
        if (patience <= 0) {
          return runner.abandon(job, stop);
        }
        if (held && System.nanoTime() - renewed >= source.lock().toNanos() / 2) {
          held = renew(job);
          renewed = System.nanoTime();
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("job " + job.id() + " ended this worker", e.getCause());
      }
    }
  }

  /** Where the lock is lost, the work goes on: the first result counts, whoever's it is. */
  private boolean renew(JobDelivery job) {
    boolean held = source.renew();
    if (!held) {
      metrics.lostLock();
      LOG.warn(
          "job {}: its lock is lost; another worker may begin it, and the first wins", job.id());
    }
    return held;
  }
}

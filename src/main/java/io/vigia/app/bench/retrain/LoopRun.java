package io.vigia.app.bench.retrain;

import io.vigia.app.bench.VigiaProcess;
import io.vigia.topology.SourceFeed;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is scored by one process and learned from by others, while this one sends its
 * events and reads its topics.
 */
final class LoopRun implements AutoCloseable {
  private static final int PARTITIONS = 2;
  private static final Duration START = Duration.ofSeconds(90);

  private final LoopTopology topology;
  private final Path directory;
  private final Consumer<String> progress;
  private final SourceFeed feed;
  private final VigiaProcess scorer;
  private final List<VigiaProcess> workers = new ArrayList<>();
  private final ScoreWatch scores;
  private final LoopWatch loop;
  private @Nullable Load load;

  private LoopRun(LoopTopology topology, Path directory, Consumer<String> progress)
      throws IOException, InterruptedException {
    this.topology = topology;
    this.directory = directory;
    this.progress = progress;
    this.feed = SourceFeed.open(topology.spec(), PARTITIONS);
    this.scorer =
        VigiaProcess.start(
            List.of(
                topology.file().toString(),
                "--state-dir",
                directory.resolve("state").toString(),
                "--http-port",
                "0"),
            directory.resolve("scorer.log"));
    awaitTopics(topology.spec());
    this.scores = new ScoreWatch(topology.spec());
    this.loop = new LoopWatch(topology.spec());
  }

  /** Starts the scorer, and waits until its topics are there. */
  static LoopRun start(
      LoopTopology topology, int workers, Path directory, Consumer<String> progress)
      throws IOException, InterruptedException {
    LoopRun run = new LoopRun(topology, directory, progress);
    for (int i = 0; i < workers; i++) {
      run.startWorker(i);
    }
    return run;
  }

  private void startWorker(int number) throws IOException {
    workers.add(
        VigiaProcess.start(
            "worker",
            List.of(
                topology.file().toString(),
                "--work-dir",
                directory.resolve("work-" + number).toString(),
                "--http-port",
                "0"),
            directory.resolve("worker-" + number + ".log")));
  }

  private static void awaitTopics(TopologySpec spec) throws InterruptedException {
    TopicNames topics = TopicNames.of(spec);
    List<String> needed =
        List.of(topics.scores(), topics.drift(), topics.trainingProgress(), topics.cutovers());
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try (TopicTail tail = TopicTail.open(spec.clientSettings(), needed)) {
        return;
      } catch (IllegalArgumentException e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the scorer has not made its topics", e);
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  /**
   * Begins to send events.
   *
   * @param events by index; null ends them
   */
  void load(double perSecond, LongFunction<byte @Nullable []> events) {
    load = new Load(feed, perSecond, events);
  }

  /** Events sent so far. */
  long sent() {
    return load == null ? 0 : load.sent();
  }

  /**
   * Reads topics until something holds.
   *
   * @return whether it did in time
   */
  boolean await(String what, Duration patience, BooleanSupplier condition) throws IOException {
    progress.accept("  waiting for " + what);
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      scores.update();
      loop.update();
      if (condition.getAsBoolean()) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        progress.accept("  it did not come within " + patience.toSeconds() + " s");
        return false;
      }
    }
  }

  /** Reads topics for a while. */
  void watch(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      scores.update();
      loop.update();
    }
  }

  /** Runs a {@code vigia} command about the topology; its exit code. */
  int command(String name, String subcommand) throws IOException, InterruptedException {
    Path log = directory.resolve(name + "-" + subcommand + ".log");
    List<String> arguments = List.of(subcommand, topology.file().toString());
    try (VigiaProcess process = VigiaProcess.start(name, arguments, log)) {
      return process.await();
    }
  }

  /** Kills the worker whose log speaks of the training that goes on; the first where none does. */
  void kill(String worker) throws InterruptedException {
    for (VigiaProcess one : workers) {
      if (worker.contains(Long.toString(one.pid()))) {
        one.kill();
        return;
      }
    }
    throw new IllegalStateException("no worker here is " + worker);
  }

  /** Sends no more and waits until all that was sent has its outcome, or for half a minute. */
  void drain() throws IOException, InterruptedException {
    if (load != null) {
      load.end();
      long all = load.sent();
      await("the last outcome", Duration.ofSeconds(30), () -> scores.outcomes() >= all);
      watch(Duration.ofSeconds(1));
    }
  }

  ScoreWatch scores() {
    return scores;
  }

  LoopWatch loop() {
    return loop;
  }

  TopologySpec spec() {
    return topology.spec();
  }

  @Override
  public void close() throws InterruptedException {
    if (load != null) {
      load.close();
    }
    for (VigiaProcess worker : workers) {
      worker.close();
    }
    scorer.close();
    scores.close();
    loop.close();
    feed.close();
  }
}

package io.vigia.app.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.app.worker.WorkerWorld.MemoryStore;
import io.vigia.retrain.JobProgress;
import io.vigia.retrain.JobProgress.State;
import io.vigia.retrain.RetrainJson;
import io.vigia.retrain.TrainingJob;
import io.vigia.sim.Broker;
import io.vigia.sim.BrokerOptions;
import io.vigia.telemetry.WorkerMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real broker: only there are share groups, locks that run out, and workers that are killed. */
@Timeout(120)
class WorkerGroupTest {
  private static final int LOCK_MILLIS = 2_000;

  private static Broker broker;
  private static Map<String, String> kafka;
  private static Admin admin;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  @BeforeAll
  static void startABrokerWithShortLocks() {
    broker =
        Broker.start(
            BrokerOptions.temporary()
                .with("group.share.min.record.lock.duration.ms", "1000")
                .with("group.share.min.heartbeat.interval.ms", "500")
                .with("group.share.heartbeat.interval.ms", "500"));
    kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = Admin.create(Map.<String, Object>copyOf(kafka));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void aJobOfAKilledWorkerIsFinishedByAnotherAndOneThatKillsWorkersFails() throws Exception {
    WorkerGroup group = prepared("killed");
    TrainingJob job = WorkerWorld.job("killed.samples", 0, 10, 1);
    write("killed.training-jobs", job);
    MemoryStore store = new MemoryStore();
    try (ProgressTopic log = ProgressTopic.open(kafka, "killed.training-progress")) {
      killAWorkerThatTrains(job, log);
      runUntil(
          group,
          runner(log, store, 3, (one, folder, report) -> candidate()),
          () -> store.byJob.containsKey(job.id()));
      List<JobProgress> said = log.of(job.id());
      assertThat(said)
          .extracting(JobProgress::state)
          .containsExactly(State.STARTED, State.TRAINING, State.STARTED, State.PUBLISHED);
      assertThat(said).extracting(JobProgress::attempt).containsExactly(1, 1, 2, 2);

      TrainingJob poison = WorkerWorld.job("killed.samples", 0, 10, 2);
      write("killed.training-jobs", poison);
      killAWorkerThatTrains(poison, log);
      AtomicInteger trained = new AtomicInteger();
      runUntil(
          group,
          runner(
              log,
              store,
              1,
              (one, folder, report) -> {
                trained.incrementAndGet();
                return candidate();
              }),
          () -> !ends(log, poison).isEmpty());
      assertThat(trained).hasValue(0);
      assertThat(ends(log, poison)).hasSize(1);
      assertThat(ends(log, poison).get(0).state()).isEqualTo(State.FAILED);
      assertThat(ends(log, poison).get(0).reason())
          .contains("1 attempts ended without a result", "last in step 100 of 1500 of maf");
    }
  }

  @Test
  void aTrainingLongerThanTheLockKeepsItsJobByRenewingIt() throws Exception {
    WorkerGroup group = prepared("long");
    TrainingJob job = WorkerWorld.job("long.samples", 0, 10, 1);
    write("long.training-jobs", job);
    MemoryStore store = new MemoryStore();
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    try (ProgressTopic log = ProgressTopic.open(kafka, "long.training-progress")) {
      JobRunner runner =
          runner(
              log,
              store,
              3,
              (one, folder, report) -> {
                taken.countDown();
                await(enough);
                return candidate();
              });
      try (Running first = new Running(group, runner)) {
        assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();
        try (JobSource second = JobSource.join(kafka, group, WorkerGroup.DELIVERIES)) {
          // Polls of half a second for three times the lock.
          for (int i = 0; i < 3 * LOCK_MILLIS / 500; i++) {
            assertThat(second.next()).isEmpty();
          }
          enough.countDown();
          first.until(() -> store.byJob.containsKey(job.id()));
        }
      }
      assertThat(log.of(job.id()))
          .extracting(JobProgress::state)
          .containsExactly(State.STARTED, State.PUBLISHED);
    }
  }

  @Test
  void aWorkerThatIsStoppedGivesItsJobBackAtOnceAndLosesNoAttempt() throws Exception {
    WorkerGroup group = prepared("stopped");
    TrainingJob job = WorkerWorld.job("stopped.samples", 0, 10, 1);
    write("stopped.training-jobs", job);
    MemoryStore store = new MemoryStore();
    CountDownLatch taken = new CountDownLatch(1);
    try (ProgressTopic log = ProgressTopic.open(kafka, "stopped.training-progress")) {
      JobTraining looking =
          (one, folder, report) -> {
            taken.countDown();
            for (int step = 1; ; step++) {
              report.at(new io.vigia.training.TrainingProgress.Point("maf", step, 9, 1, 1, 1));
              await(new CountDownLatch(1), 50);
            }
          };
      try (Running first = new Running(group, runner(log, store, 1, looking))) {
        assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();
        first.stop();
      }
      assertThat(store.byJob).isEmpty();
      runUntil(
          group,
          runner(log, store, 1, (one, folder, report) -> candidate()),
          () -> store.byJob.containsKey(job.id()));
      assertThat(log.of(job.id())).extracting(JobProgress::state).contains(State.STOPPED);
    }
  }

  @Test
  void aWindowThatRetentionHasPartlyTakenSaysSo() throws Exception {
    admin
        .createTopics(List.of(new NewTopic("kept.samples", Optional.of(1), Optional.empty())))
        .all()
        .get();
    List<ProducerRecord<byte[], byte[]>> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      samples.add(new ProducerRecord<>("kept.samples", null, ("s" + i).getBytes(UTF_8)));
    }
    send(samples);
    admin
        .deleteRecords(
            Map.of(new TopicPartition("kept.samples", 0), RecordsToDelete.beforeOffset(8)))
        .all()
        .get();
    try (SampleRange range = SampleRange.open(kafka, "kept.samples")) {
      List<String> read = new ArrayList<>();
      SampleRange.Reading reading = range.read(5, 15, one -> read.add(new String(one, UTF_8)));
      assertThat(read).containsExactly("s8", "s9", "s10", "s11", "s12", "s13", "s14");
      assertThat(reading.gone()).isEqualTo(3);
      assertThat(range.read(0, 8, one -> read.add("")).gone()).isEqualTo(8);
    }
  }

  @Test
  void aTopologyWithoutJobsSaysWhatCreatesThem() {
    assertThatThrownBy(() -> WorkerGroup.of("none.training-jobs").prepare(admin))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("there is no topic none.training-jobs")
        .hasMessageContaining("retrain:");
  }

  private static WorkerGroup prepared(String stem) throws Exception {
    admin
        .createTopics(
            List.of(
                new NewTopic(stem + ".training-jobs", Optional.of(1), Optional.empty()),
                new NewTopic(stem + ".training-progress", Optional.of(1), Optional.empty())))
        .all()
        .get();
    WorkerGroup group = WorkerGroup.of(stem + ".training-jobs").withLockMillis(LOCK_MILLIS);
    assertThat(group.id()).isEqualTo(stem + "-workers");
    group.prepare(admin);
    group.prepare(admin);
    return group;
  }

  private JobRunner runner(JobLog log, CandidateStore store, int attempts, JobTraining training) {
    return new JobRunner(
        new WorkerIdentity("second", "cpu"),
        training,
        store,
        log,
        new WorkerMetrics(),
        directory,
        attempts,
        Clock.systemUTC());
  }

  private static CandidateStore.Candidate candidate() {
    return WorkerWorld.CANDIDATE;
  }

  private static List<JobProgress> ends(JobLog log, TrainingJob job) {
    return log.of(job.id()).stream().filter(progress -> progress.state().isEnd()).toList();
  }

  private static void write(String topic, TrainingJob job) throws Exception {
    send(List.of(new ProducerRecord<>(topic, job.id().getBytes(UTF_8), RetrainJson.bytes(job))));
  }

  private static void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Map.copyOf(kafka), bytes, bytes)) {
      for (ProducerRecord<byte[], byte[]> record : records) {
        producer.send(record).get();
      }
    }
  }

  /** Starts a worker in a JVM of its own, waits until it is heard to train, and kills it. */
  private void killAWorkerThatTrains(TrainingJob job, JobLog log) throws Exception {
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                WaitingWorker.class.getName(),
                broker.bootstrapServers(),
                "killed.training-jobs",
                "killed.training-progress",
                directory.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (log.of(job.id()).stream().noneMatch(said -> said.state() == State.TRAINING)) {
        assertThat(worker.waitFor(100, TimeUnit.MILLISECONDS)).as("the worker ended").isFalse();
      }
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  private static void runUntil(WorkerGroup group, JobRunner runner, Condition condition)
      throws Exception {
    try (Running running = new Running(group, runner)) {
      running.until(condition);
    }
  }

  private static void await(CountDownLatch latch) {
    await(latch, 60_000);
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a test waits for. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  /** A worker on a thread of this JVM. */
  private static final class Running implements AutoCloseable {
    private final StopSignal stop = new StopSignal();
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);

    Running(WorkerGroup group, JobRunner runner) {
      JobSource source = JobSource.join(kafka, group, WorkerGroup.DELIVERIES);
      Worker worker = new Worker(source, runner, new WorkerMetrics(), stop);
      thread =
          new Thread(
              () -> {
                try (source) {
                  worker.run();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  ended.countDown();
                }
              });
      thread.start();
    }

    void until(Condition condition) throws Exception {
      while (!condition.holds()) {
        assertThat(ended.await(100, TimeUnit.MILLISECONDS)).as("the worker ended").isFalse();
      }
    }

    void stop() throws InterruptedException {
      stop.give();
      thread.join();
    }

    @Override
    public void close() throws InterruptedException {
      stop();
    }
  }
}

package io.vigia.app.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.app.worker.WorkerWorld.MemoryLog;
import io.vigia.app.worker.WorkerWorld.MemoryStore;
import io.vigia.retrain.JobProgress;
import io.vigia.retrain.JobProgress.State;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainJson;
import io.vigia.retrain.TrainingJob;
import io.vigia.telemetry.WorkerMetrics;
import io.vigia.training.DivergedException;
import io.vigia.training.TrainingProgress;
import io.vigia.training.UnfitDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobRunnerTest {
  private static final TrainingJob JOB = WorkerWorld.job("muons.samples", 0, 100, 1);

  private final MemoryLog log = new MemoryLog();
  private final MemoryStore store = new MemoryStore();
  private final WorkerMetrics metrics = new WorkerMetrics();
  private final StopSignal stop = new StopSignal();
  private final AtomicLong millis = new AtomicLong(1_000);

  @Test
  void aTrainedJobIsPublishedOnceAndSaysHowFarItWas() {
    JobEnd end =
        run(
            (job, directory, report) -> {
              report.at(point(100, 4.0));
              millis.addAndGet(2_000);
              report.at(point(300, 3.0));
              report.judging();
              return WorkerWorld.CANDIDATE;
            });

    assertThat(end).isEqualTo(JobEnd.published("muons/" + JOB.id().substring(0, 12)));
    assertThat(log.states())
        .containsExactly(
            State.STARTED, State.TRAINING, State.TRAINING, State.JUDGING, State.PUBLISHED);
    JobProgress last = log.said.get(4);
    assertThat(last.step()).isEqualTo(300);
    assertThat(last.loss()).isEqualTo(3.0);
    assertThat(last.stepsPerSecond()).isEqualTo(100.0);
    assertThat(last.worker()).isEqualTo("me");
    assertThat(last.device()).isEqualTo("cpu");
    assertThat(store.byJob).containsOnlyKeys(JOB.id());
    assertThat(sample("vigia_training_steps_total")).isEqualTo(300);
    assertThat(sample("vigia_training_loss")).isEqualTo(3);
    assertThat(ended("published")).isEqualTo(1);
  }

  @Test
  void theTopicHearsOfATrainingAtMostOnceASecond() {
    run(
        (job, directory, report) -> {
          for (int step = 1; step <= 30; step++) {
            millis.addAndGet(100);
            report.at(point(step, 1));
          }
          return WorkerWorld.CANDIDATE;
        });

    assertThat(log.states().stream().filter(State.TRAINING::equals)).hasSize(3);
  }

  @Test
  void aJobThatHasAResultIsNotTrainedAgain() {
    store.byJob.put(JOB.id(), MemoryStore.card(JOB.id(), "another"));

    JobEnd end =
        run(
            (job, directory, report) -> {
              throw new IllegalStateException("it must not be trained");
            });

    assertThat(end.state()).isEqualTo(State.SUPERSEDED);
    assertThat(log.states()).containsExactly(State.SUPERSEDED);
  }

  @Test
  void ofTwoThatTrainTheSameJobTheFirstToPublishWins() {
    JobEnd end =
        run(
            (job, directory, report) -> {
              store.byJob.put(JOB.id(), MemoryStore.card(JOB.id(), "another"));
              return WorkerWorld.CANDIDATE;
            });

    assertThat(end.state()).isEqualTo(State.SUPERSEDED);
    assertThat(store.byJob.values()).extracting(ModelCard::publishedBy).containsExactly("another");
  }

  @Test
  void whatWillNeverTrainFailsWithItsReasonAndWhatMayIsReleased() {
    assertThat(endOf(new UnfitDataException("too few rows")))
        .isEqualTo(JobEnd.failed("too few rows"));
    assertThat(endOf(new DivergedException("the loss is NaN at step 7")))
        .isEqualTo(JobEnd.failed("the loss is NaN at step 7"));
    assertThat(endOf(new IllegalStateException("native trouble")))
        .isEqualTo(JobEnd.released("java.lang.IllegalStateException: native trouble"));
    assertThat(ended("failed")).isEqualTo(2);
    assertThat(ended("released")).isEqualTo(1);
  }

  @Test
  void aFileOrBrokerThatFailsGivesTheJobBack() {
    JobEnd end =
        run(
            (job, directory, report) -> {
              throw new IOException("no space left");
            });

    assertThat(end.state()).isEqualTo(State.RELEASED);
    assertThat(end.reason()).contains("no space left");
  }

  @Test
  void aJobThatKilledItsWorkersFailsWithTheReasonOfEach() {
    say("w1", 1, State.STARTED, null);
    say("w1", 1, State.TRAINING, null);
    say("w2", 2, State.STARTED, null);
    say("w3", 3, State.STARTED, null);
    say("w3", 3, State.RELEASED, "no space left");

    JobEnd end = run(neverCalled());

    assertThat(end.state()).isEqualTo(State.FAILED);
    assertThat(end.reason())
        .isEqualTo(
            "3 attempts ended without a result: w1 was not heard of again, last in step 5 of 9 of"
                + " maf; w2 was not heard of again, last before the first step; w3: no space left");
  }

  @Test
  void theLastDeliverySaysThatTheJobFailedAndTrainsNothing() {
    say("w1", 1, State.RELEASED, "no space left");

    JobEnd end =
        runner(neverCalled()).run(JobDelivery.of(record(JOB.id(), RetrainJson.text(JOB)), 1), stop);

    assertThat(end)
        .isEqualTo(
            JobEnd.failed(
                "it was delivered 1 times, and the broker delivers it no more: w1: no space left"));
  }

  @Test
  void aWindowTrainsWithHalfOfItsSamplesAndNeverWithLessThanATrainingNeeds() {
    assertThat(WindowReading.least(WorkerWorld.job("s", 0, 5001, 1).window())).isEqualTo(2501);
    assertThat(WindowReading.least(WorkerWorld.job("s", 0, 100, 1).window())).isEqualTo(1000);
  }

  @Test
  void pausesAfterAReleaseGrow() {
    assertThat(Worker.pause(1).toSeconds()).isEqualTo(5);
    assertThat(Worker.pause(2).toSeconds()).isEqualTo(10);
    assertThat(Worker.pause(5).toSeconds()).isEqualTo(80);
    assertThat(Worker.pause(60).toSeconds()).isEqualTo(120);
  }

  @Test
  void attemptsOfWorkersThatWereToldToStopDoNotCount() {
    for (int attempt = 1; attempt <= 5; attempt++) {
      say("w" + attempt, attempt, State.STARTED, null);
      say("w" + attempt, attempt, State.STOPPED, "the worker was told to stop");
    }

    assertThat(run((job, directory, report) -> WorkerWorld.CANDIDATE).state())
        .isEqualTo(State.PUBLISHED);
  }

  @Test
  void aJobThatFailedStaysFailedWhenItsRecordComesAgain() {
    say("w1", 1, State.STARTED, null);
    say("w1", 1, State.FAILED, "too few rows");

    assertThat(run(neverCalled())).isEqualTo(JobEnd.failed("too few rows"));
  }

  @Test
  void aTrainingStopsAtItsNextLookWhenItsWorkerIsToldTo() {
    JobEnd end =
        run(
            (job, directory, report) -> {
              stop.give();
              report.at(point(100, 1));
              throw new IllegalStateException("the look must have ended it");
            });

    assertThat(end.state()).isEqualTo(State.STOPPED);
    assertThat(end.isFinal()).isFalse();
  }

  @Test
  void aRecordThatIsNoJobFails() {
    JobRunner runner = runner(neverCalled());

    assertThat(runner.run(delivered("k", "no json"), stop).reason())
        .contains("it cannot be read", "no TrainingJob");
    assertThat(runner.run(delivered("k", RetrainJson.text(JOB)), stop).reason())
        .contains("the record's key is k, but what it says has the id " + JOB.id());
    assertThat(JobDelivery.of(record(JOB.id(), RetrainJson.text(JOB))).job()).isEqualTo(JOB);
  }

  private static JobDelivery delivered(String key, String value) {
    return JobDelivery.of(record(key, value));
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, String value) {
    return new ConsumerRecord<>(
        "muons.training-jobs",
        0,
        7,
        key.getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8));
  }

  private static JobTraining neverCalled() {
    return (job, directory, report) -> {
      throw new AssertionError("it must not be trained");
    };
  }

  private JobEnd endOf(RuntimeException failure) {
    log.said.clear();
    return run(
        (job, directory, report) -> {
          throw failure;
        });
  }

  private JobEnd run(JobTraining training) {
    return runner(training).run(JobDelivery.of(JOB, 4), stop);
  }

  private JobRunner runner(JobTraining training) {
    InstantSource now = () -> Instant.ofEpochMilli(millis.get());
    return new JobRunner(
        new WorkerIdentity("me", "cpu"),
        training,
        store,
        log,
        metrics,
        Path.of("work"),
        3,
        now.withZone(ZoneOffset.UTC));
  }

  private void say(String worker, int attempt, State state, @Nullable String reason) {
    log.say(
        new JobProgress(
            JOB.id(), worker, attempt, state, "maf", 5, 9, null, null, null, "cpu", reason, null,
            0));
  }

  private static TrainingProgress.Point point(int step, double loss) {
    return new TrainingProgress.Point("maf", step, 1500, loss, loss + 0.1, 1e-3);
  }

  private double sample(String name) {
    return metrics.registry().getSampleValue(name);
  }

  private double ended(String how) {
    return metrics
        .registry()
        .getSampleValue("vigia_training_jobs_total", new String[] {"end"}, new String[] {how});
  }
}

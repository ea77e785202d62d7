package io.vigia.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.retrain.DriftReport.Kind;
import io.vigia.retrain.GateVerdict.Outcome;
import io.vigia.retrain.TrainingJob.Cause;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrainingTest extends LoopByHand {
  @Test
  void aWindowThatIsFullBecomesOneJob() {
    samples(39);
    assertThat(out.jobs).isEmpty();
    samples(1);

    TrainingJob job = out.jobs.get(0);
    assertThat(job.window())
        .isEqualTo(new Window("dimuon.samples", 0, 40, 40, time(0), time(39), "schema", List.of()));
    assertThat(job.parent()).isEqualTo("old");
    assertThat(job.cause()).isEqualTo(Cause.SCHEDULE);
    assertThat(job.reason()).isEqualTo("40 samples");
    assertThat(out.decisions.get(0).subject()).isEqualTo(job.id());
  }

  @Test
  void oneJobIsInFlightAndTheWindowGoesOnMeanwhile() {
    samples(100);
    assertThat(out.jobs).hasSize(1);

    progress(JobProgress.State.FAILED, "diverged");
    samples(1);

    assertThat(out.jobs).hasSize(2);
    assertThat(out.jobs.get(1).window().from()).isEqualTo(40);
    assertThat(out.jobs.get(1).window().to()).isEqualTo(101);
    assertThat(outcomes()).containsExactly("created", "failed", "created");
    assertThat(out.decisions.get(1).reasons()).containsExactly("diverged");
  }

  @Test
  void aDriftStartsTheWindowAtTheChangeAndClosesItWithEnoughSamples() {
    samples(30);
    drift(Kind.SHIFT, 25);
    assertThat(out.drift).hasSize(1);
    samples(14);
    assertThat(out.jobs).isEmpty();
    samples(4);

    TrainingJob job = out.jobs.get(0);
    assertThat(job.cause()).isEqualTo(Cause.DRIFT);
    assertThat(job.window().from()).as("not before the change").isBetween(25L, 28L);
    assertThat(job.window().count()).isEqualTo(20);
    assertThat(job.reason()).isEqualTo("20 samples since the change: x moved");
    published(-1);
    assertThat(out.verdicts)
        .extracting(GateVerdict::outcome)
        .as("after a drift a person decides")
        .containsExactly(Outcome.ASK);
  }

  @Test
  void aStreamThatStaysChangedIsReportedAgainAndItsWindowStillCloses() {
    samples(30);
    drift(Kind.SHIFT, 25);
    samples(10);
    drift(Kind.SHIFT, 38);
    samples(10);
    assertThat(out.jobs).hasSize(1);
    assertThat(out.jobs.get(0).window().from()).isLessThan(38);
    drift(Kind.SHIFT, 50);
    samples(30);
    assertThat(out.jobs).as("one is learning the change").hasSize(1);
    assertThat(out.drift).hasSize(3);
    assertThat(out.decisions.stream().filter(one -> one.outcome().equals("reported"))).hasSize(2);
  }

  @Test
  void aDriftIsOnlyReportedWhereTheFileSaysSo() {
    onDrift = false;
    loop = loop();
    samples(10);
    drift(Kind.SHIFT, 5);
    samples(28);
    assertThat(out.jobs).isEmpty();
    samples(1);

    assertThat(out.jobs.get(0).window().from()).isZero();
    assertThat(outcomes()).containsExactly("reported", "created");
  }

  @Test
  void aBrokenChannelTrainsNothingUntilItWorksAgain() {
    samples(30);
    next = report(Kind.STUCK, 10);
    sample(time(offset), true, null, 5);
    for (int i = 0; i < 500; i++) {
      sample(time(offset), true, null, 5);
    }
    assertThat(out.jobs).isEmpty();
    assertThat(loop.broken()).containsExactly("x");
    assertThat(loop.rows()).isZero();
    assertThat(outcomes()).containsExactly("broken");

    samples(BrokenChannels.LOOKED_AT * 2 + 40);

    assertThat(loop.broken()).isEmpty();
    assertThat(outcomes()).containsExactly("broken", "recovered", "created");
    assertThat(out.jobs.get(0).window().from()).as("behind the repair").isGreaterThan(531);
  }

  @Test
  void whatAPersonActivatesTakesABrokenChannelAsItIs() {
    around.last = activation(3, "old", "ada");
    next = report(Kind.STUCK, 10);
    sample(time(offset), true, null, 5);
    loop.advance(time(offset));
    Sample by = new Sample(offset, time(offset), true, null, "schema", "new", 1, 0.5, new float[2]);
    loop.take(RetrainInput.of(time(offset), by));
    around.last = activation(4, "new", "gate");
    loop.advance(time(offset));
    assertThat(loop.broken()).as("a job that was in flight proves nothing").containsExactly("x");

    around.last = activation(5, "new", "ada");
    loop.advance(time(offset));
    assertThat(loop.broken()).isEmpty();
    assertThat(outcomes()).containsExactly("broken", "recovered");
  }

  @Test
  void aChannelThatIsStuckInHalfOfTheRowsStaysBroken() {
    share = 0.5;
    next = report(Kind.STUCK, 10);
    sample(time(offset), true, null, 0.25f); // not what it is stuck at
    for (int i = 0; i < 3 * BrokenChannels.LOOKED_AT; i++) {
      sample(time(offset), true, null, i % 2 == 0 ? 5 : i);
    }
    assertThat(loop.broken()).containsExactly("x");
    for (int i = 0; i < BrokenChannels.LOOKED_AT; i++) {
      sample(time(offset), true, null, i);
    }
    assertThat(loop.broken()).isEmpty();
  }

  @Test
  void aBrokenChannelThatTheRateShowsIsMarked() {
    samples(1);
    gives = DriftReport.Gives.ZERO;
    nextOfRate = report(Kind.DEAD, 0);
    loop.take(RetrainInput.of(time(offset), new RetrainInput.Counted("p", 1, 10, 5, "old", 0)));

    assertThat(loop.broken()).containsExactly("x");
  }

  @Test
  void aChannelThatGivesNothingWorksAgainWhenItGivesSomething() {
    gives = DriftReport.Gives.MISSING;
    next = report(Kind.DEAD, 0);
    sample(time(offset), true, null, Float.NaN);
    for (int i = 0; i < 2 * BrokenChannels.LOOKED_AT; i++) {
      sample(time(offset), true, null, Float.NaN);
    }
    assertThat(loop.broken()).containsExactly("x");
    samples(BrokenChannels.LOOKED_AT);

    assertThat(loop.broken()).isEmpty();
  }

  @Test
  void samplesOfBadTimesDoNotCountAndAreNamed() {
    for (int i = 0; i < 10; i++) {
      sample(time(offset), false, null, 1);
    }
    samples(40);

    assertThat(out.jobs.get(0).window().count()).isEqualTo(40);
    assertThat(out.jobs.get(0).reason()).isEqualTo("40 samples, 10 in bad times");
  }

  @Test
  void aSegmentThatIsSaidToBeBadLaterIsBadInTheWindow() {
    around.badTimes = List.of(new Window.Span(1, 2));
    around.badSegment = "run 2";
    for (int i = 0; i < 40; i++) {
      sample(time(offset), true, "run " + offset / 10, 1);
    }

    assertThat(out.jobs.get(0).window().bad())
        .containsExactly(new Window.Span(1, 2), new Window.Span(time(20), time(29) + 1));
  }

  @Test
  void rowsOfAnotherSchemaAreNotOfTheWindow() {
    Sample other = new Sample(0, START, true, null, "other", "old", 1, 0.5, new float[2]);
    loop.take(RetrainInput.of(START, other));
    offset = 1;
    samples(40);

    assertThat(out.jobs.get(0).reason()).isEqualTo("40 samples, 1 of another schema");
  }

  @Test
  void aJobThatNobodyTakesIsGivenUp() {
    samples(40);
    loop.advance(time(39) + Retraining.PATIENCE.toMillis() - 1);
    assertThat(loop.flight()).isNotNull();
    loop.advance(time(39) + Retraining.PATIENCE.toMillis());

    assertThat(loop.flight()).isNull();
    assertThat(outcomes()).containsExactly("created", "abandoned");
  }

  @Test
  void theSameComesOutWhereverItIsStoppedAndGoesOn() {
    script(0);
    List<Object> whole = said();
    for (int stop = 1; stop <= SCRIPT; stop++) {
      out.jobs.clear();
      out.decisions.clear();
      offset = 0;
      loop = loop();
      script(stop);
      assertThat(said()).as("stopped after step %s", stop).isEqualTo(whole);
    }
  }

  private static final int SCRIPT = 6;

  private void script(int stop) {
    List<Runnable> steps =
        List.of(
            () -> samples(33),
            () -> drift(Kind.SHIFT, 20),
            () -> samples(19),
            () -> progress(JobProgress.State.TRAINING, null),
            () -> published(-1),
            () -> samples(60));
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).run();
      if (i + 1 == stop) {
        Retraining stopped = loop;
        loop = loop();
        loop.restore(stopped.state());
      }
    }
  }

  private List<Object> said() {
    List<Object> said = new ArrayList<>(out.jobs);
    said.addAll(out.decisions);
    return said;
  }
}

package io.vigia.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.retrain.DriftReport.Kind;
import io.vigia.retrain.GateEvidence.Uniformity;
import io.vigia.retrain.GateRule.Mode;
import io.vigia.retrain.GateVerdict.Outcome;
import io.vigia.retrain.TrainingJob.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The loop by hand: a sample a second of event time, drift when the test says so. */
class RetrainingTest {
  private static final long START = 1_000_000;

  private final Words out = new Words();
  private final Around around = new Around();
  private @Nullable DriftReport next;
  private WindowRule rule = new WindowRule(null, 40, 20, Duration.ofSeconds(10));
  private GateRule gate = GateRule.DEFAULT;
  private boolean onDrift = true;
  private DriftReport.Gives gives = DriftReport.Gives.SAME;
  private double share = 1;
  private @Nullable DriftReport nextOfRate;
  private long offset;
  private Retraining loop = loop();

  private Retraining loop() {
    RetrainPlan plan =
        new RetrainPlan(
            "dimuon",
            "dimuon.samples",
            "schema",
            List.of("x", "y"),
            rule,
            onDrift,
            null,
            true,
            0.01,
            3,
            gate);
    return new Retraining(plan, watch(), around, out);
  }

  private DriftWatch watch() {
    return new DriftWatch() {
      @Override
      public Optional<DriftReport> sample(Sample sample) {
        DriftReport report = next;
        next = null;
        return Optional.ofNullable(report);
      }

      @Override
      public void calibrated(String modelSha256, long rows) {}

      @Override
      public Optional<DriftReport> candidates(long candidates, long scored, long eventMillis) {
        DriftReport report = nextOfRate;
        nextOfRate = null;
        return Optional.ofNullable(report);
      }

      @Override
      public byte[] state() {
        return new byte[0];
      }
    };
  }

  private static final class Words implements RetrainingOutlet {
    private final List<DriftReport> drift = new ArrayList<>();
    private final List<TrainingJob> jobs = new ArrayList<>();
    private final List<GateVerdict> verdicts = new ArrayList<>();
    private final List<Activation> activations = new ArrayList<>();
    private final List<RetrainDecision> decisions = new ArrayList<>();

    @Override
    public void drift(DriftReport report) {
      drift.add(report);
    }

    @Override
    public void job(TrainingJob job) {
      jobs.add(job);
    }

    @Override
    public void verdict(GateVerdict verdict) {
      verdicts.add(verdict);
    }

    @Override
    public void activation(Activation activation) {
      activations.add(activation);
    }

    @Override
    public void decision(RetrainDecision decision) {
      decisions.add(decision);
    }
  }

  private static final class Around implements RetrainingKnowledge {
    private @Nullable String badSegment;
    private List<Window.Span> badTimes = List.of();
    private @Nullable Activation last;

    @Override
    public boolean isBad(String segment) {
      return segment.equals(badSegment);
    }

    @Override
    public List<Window.Span> badTimes(long fromMillis, long toMillis) {
      return badTimes;
    }

    @Override
    public @Nullable Activation lastActivation() {
      return last;
    }
  }

  private static long time(long offset) {
    return START + 1000 * offset;
  }

  private void samples(int count) {
    for (int i = 0; i < count; i++) {
      sample(time(offset), true, null, i % 7);
    }
  }

  private void sample(long eventMillis, boolean isGood, @Nullable String segment, float x) {
    float[] row = {x, 1};
    Sample sample =
        new Sample(offset, eventMillis, isGood, segment, "schema", "old", 1.5, 0.5, row);
    loop.take(RetrainInput.of(time(offset), sample));
    offset++;
  }

  private DriftReport report(Kind kind, long from) {
    return new DriftReport(
        "features",
        kind,
        "old",
        List.of(new DriftReport.Moved("x", 0.3, 1.0, 1.0)),
        5,
        4,
        from,
        offset,
        offset,
        time(offset),
        "x moved",
        kind.isBroken() ? List.of(new DriftReport.Broken("x", gives, share, 0)) : List.of());
  }

  private void drift(Kind kind, long from) {
    next = report(kind, from);
    samples(1);
  }

  private void progress(JobProgress.State state, @Nullable String reason) {
    String job = out.jobs.get(out.jobs.size() - 1).id();
    loop.take(
        RetrainInput.of(
            time(offset),
            new JobProgress(
                job, "w", 1, state, null, 0, 10, null, null, null, "cpu", reason, null, 5)));
  }

  private void published(double nllDifference) {
    String job = out.jobs.get(out.jobs.size() - 1).id();
    GateEvidence evidence =
        new GateEvidence(
            "old",
            "new",
            1000,
            "samples",
            nllDifference,
            0.01,
            new Uniformity(0.01, 0.5),
            new Uniformity(0.01, 0.5),
            Map.of(),
            0.01,
            0.01,
            0.01,
            0,
            List.of(),
            0,
            List.of(),
            0);
    ModelCard card =
        new ModelCard("dimuon", "2", "new", "schema", List.of(), "old", job, evidence, "worker", 5);
    loop.take(RetrainInput.of(time(offset), card));
  }

  private static GateVerdict persons(Outcome outcome) {
    return new GateVerdict("dimuon", "2", "new", outcome, List.of("I looked"), "ada", 9);
  }

  private List<String> outcomes() {
    return out.decisions.stream().map(RetrainDecision::outcome).toList();
  }

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
  void aGoodCandidateIsPromotedAndActivatedBehindWhatAPersonHasActivated() {
    around.last = activation(6, "old", "ada");
    samples(40);
    progress(JobProgress.State.PUBLISHED, null);
    published(-1);

    assertThat(out.verdicts).extracting(GateVerdict::outcome).containsExactly(Outcome.PROMOTE);
    Activation activation = out.activations.get(0);
    assertThat(activation.sequence()).isEqualTo(7);
    assertThat(activation.sha256()).isEqualTo("new");
    assertThat(activation.by()).isEqualTo("gate");
    assertThat(outcomes()).containsExactly("created", "promote");
  }

  private static Activation activation(long sequence, String sha256, String by) {
    return new Activation(sequence, "dimuon", sha256, sha256, by, "because", 1);
  }

  @Test
  void whatAPersonActivatesMeanwhileTheGateDoesNotUndo() {
    around.last = activation(6, "old", "ada");
    samples(40);
    around.last = activation(7, "old", "ada");
    published(-1);

    assertThat(out.verdicts).extracting(GateVerdict::outcome).containsExactly(Outcome.ASK);
    assertThat(out.verdicts.get(0).reasons()).contains("ada activated dimuon/old meanwhile");
    assertThat(out.activations).isEmpty();
  }

  @Test
  void inServiceIsWhatWasActivatedLastAndNotWhatTheLastSampleSays() {
    samples(40);
    around.last = activation(1, "third", "gate");
    published(-1);

    assertThat(out.verdicts).extracting(GateVerdict::outcome).containsExactly(Outcome.ASK);
    assertThat(out.verdicts.get(0).reasons())
        .contains("it was compared with old, and third is in service");
  }

  @Test
  void whoWaitsForAPersonWaitsNoLongerWhenAnotherBundleIsActivated() {
    gate = GateRule.DEFAULT.with(Mode.MANUAL, Mode.MANUAL);
    loop = loop();
    samples(40);
    published(-1);
    loop.advance(time(offset));
    assertThat(loop.asked()).isNotNull();
    around.last = activation(1, "third", "ada");
    loop.advance(time(offset));

    assertThat(loop.asked()).isNull();
    assertThat(outcomes()).containsExactly("created", "ask", "superseded");
    drift(Kind.SHIFT, offset - 5);
    assertThat(outcomes()).as("a change is learned again").endsWith("retrain");
  }

  @Test
  void aNewerCandidateTakesThePlaceOfOneThatWaits() {
    gate = GateRule.DEFAULT.with(Mode.MANUAL, Mode.MANUAL);
    loop = loop();
    samples(40);
    published(-1);
    samples(40);
    published(1);

    assertThat(loop.asked()).isNull();
    assertThat(outcomes()).containsExactly("created", "ask", "created", "superseded", "reject");
  }

  @Test
  void aWorseCandidateIsRejectedAndNothingIsActivated() {
    samples(40);
    published(1);

    assertThat(out.verdicts).extracting(GateVerdict::outcome).containsExactly(Outcome.REJECT);
    assertThat(out.activations).isEmpty();
  }

  @Test
  void onlyTheJobInFlightsModelIsJudgedAndOnce() {
    samples(40);
    published(-1);
    published(-1);

    assertThat(out.verdicts).hasSize(1);
  }

  @Test
  void aPersonIsAskedAndHasTheLastWord() {
    gate = GateRule.DEFAULT.with(Mode.MANUAL, Mode.MANUAL);
    loop = loop();
    samples(40);
    published(-1);
    assertThat(loop.asked()).isEqualTo(new Candidates.Asked("dimuon/2", "new", "old"));
    assertThat(out.activations).isEmpty();

    loop.take(RetrainInput.of(time(offset), persons(Outcome.REJECT)));

    assertThat(loop.asked()).isNull();
    assertThat(out.activations).isEmpty();
    assertThat(outcomes()).containsExactly("created", "ask", "reject");
    assertThat(out.decisions.get(2).by()).isEqualTo("ada");
  }

  @Test
  void whatAPersonHasJudgedIsNotJudgedAgain() {
    samples(40);
    loop.take(RetrainInput.of(time(offset), persons(Outcome.REJECT)));
    published(-1);

    assertThat(out.verdicts).isEmpty();
    assertThat(out.activations).isEmpty();
    assertThat(loop.flight()).isNull();
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

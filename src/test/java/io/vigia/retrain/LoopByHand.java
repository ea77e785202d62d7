package io.vigia.retrain;

import io.vigia.retrain.DriftReport.Kind;
import io.vigia.retrain.GateEvidence.Uniformity;
import io.vigia.retrain.GateVerdict.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The loop by hand: a sample a second of event time, drift when the test says so. */
abstract class LoopByHand {
  static final long START = 1_000_000;

  final Words out = new Words();
  final Around around = new Around();
  @Nullable DriftReport next;
  WindowRule rule = new WindowRule(null, 40, 20, Duration.ofSeconds(10));
  GateRule gate = GateRule.DEFAULT;
  boolean onDrift = true;
  DriftReport.Gives gives = DriftReport.Gives.SAME;
  double share = 1;
  @Nullable DriftReport nextOfRate;
  long offset;
  Retraining loop = loop();

  Retraining loop() {
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

  DriftWatch watch() {
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

  static final class Words implements RetrainingOutlet {
    final List<DriftReport> drift = new ArrayList<>();
    final List<TrainingJob> jobs = new ArrayList<>();
    final List<GateVerdict> verdicts = new ArrayList<>();
    final List<Activation> activations = new ArrayList<>();
    final List<RetrainDecision> decisions = new ArrayList<>();

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

  static final class Around implements RetrainingKnowledge {
    @Nullable String badSegment;
    List<Window.Span> badTimes = List.of();
    @Nullable Activation last;

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

  static long time(long offset) {
    return START + 1000 * offset;
  }

  void samples(int count) {
    for (int i = 0; i < count; i++) {
      sample(time(offset), true, null, i % 7);
    }
  }

  void sample(long eventMillis, boolean isGood, @Nullable String segment, float x) {
    float[] row = {x, 1};
    Sample sample =
        new Sample(offset, eventMillis, isGood, segment, "schema", "old", 1.5, 0.5, row);
    loop.take(RetrainInput.of(time(offset), sample));
    offset++;
  }

  DriftReport report(Kind kind, long from) {
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

  void drift(Kind kind, long from) {
    next = report(kind, from);
    samples(1);
  }

  void progress(JobProgress.State state, @Nullable String reason) {
    String job = out.jobs.get(out.jobs.size() - 1).id();
    loop.take(
        RetrainInput.of(
            time(offset),
            new JobProgress(
                job, "w", 1, state, null, 0, 10, null, null, null, "cpu", reason, null, 5)));
  }

  void published(double nllDifference) {
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

  static GateVerdict persons(Outcome outcome) {
    return new GateVerdict("dimuon", "2", "new", outcome, List.of("I looked"), "ada", 9);
  }

  List<String> outcomes() {
    return out.decisions.stream().map(RetrainDecision::outcome).toList();
  }

  static Activation activation(long sequence, String sha256, String by) {
    return new Activation(sequence, "dimuon", sha256, sha256, by, "because", 1);
  }
}

package io.vigia.retrain.drift;

import io.vigia.calibration.drift.BinnedSample;
import io.vigia.calibration.drift.PValueMartingale;
import io.vigia.calibration.drift.RateMartingale;
import io.vigia.calibration.drift.TableMargin;
import io.vigia.retrain.DriftReport;
import io.vigia.retrain.DriftReport.Broken;
import io.vigia.retrain.DriftReport.Gives;
import io.vigia.retrain.DriftReport.Kind;
import io.vigia.retrain.DriftReport.Moved;
import io.vigia.retrain.drift.DriftStatus.Phase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that is watched of one model, from its first sample on. */
final class Watch {
  /** Counts of candidates after which an alarm of their rate waits no longer for samples. */
  private static final int PATIENCE = 60;

  private final DriftSettings settings;
  private final List<String> features;
  private final String model;
  private final int columns;

  private long calibrationRows;
  private Phase phase = Phase.PILOT;
  private long samples;
  private long offset = -1;
  private long eventMillis;
  private long rest;
  private int waited;

  private Runs runs;
  private @Nullable Pilot pilot;
  private @Nullable Reference reference;
  private @Nullable PValueMartingale pValues;
  private @Nullable WindowWatch windows;
  private @Nullable BrokenWatch broken;
  private @Nullable RateMartingale rate;
  private double preCut;
  private double ties;
  private long candidates = -1;
  private long scored = -1;
  private @Nullable Alarm alarm;
  private @Nullable Evidence evidence;

  Watch(DriftSettings settings, List<String> features, String model, long calibrationRows) {
    this.settings = settings;
    this.features = features;
    this.model = model;
    this.calibrationRows = calibrationRows;
    this.columns = features.size() + 1;
    this.runs = new Runs(columns);
    this.pilot = new Pilot(columns, settings.reference());
  }

  String model() {
    return model;
  }

  /** The calibration has so many rows: what compared with another number begins anew. */
  void calibrated(long rows) {
    if (rows == calibrationRows) {
      return;
    }
    calibrationRows = rows;
    rate = null;
    if (reference != null) {
      pValues = martingale();
    }
  }

  private PValueMartingale martingale() {
    return new PValueMartingale(
        settings.level(), calibrationRows, settings.effect(), settings.rateEffect(), ties);
  }

  private static double ties(Reference by, double level) {
    return by.ties(by.nll(), PValueMartingale.boundLevel(level));
  }

  private WindowWatch windowWatch(Reference by) {
    return new WindowWatch(by, settings.effect(), settings.level(), settings.level() / 2);
  }

  Optional<DriftReport> sample(Sample sample) {
    offset = sample.offset();
    eventMillis = sample.eventMillis();
    if (pilot != null) {
      pilot.add(sample.values(), sample.offset());
      if (pilot.isFull()) {
        reference = pilot.toReference(runs);
        pilot = null;
        ties = ties(reference, settings.level());
        pValues = martingale();
        phase = Phase.REFERENCE;
        watchIfComplete(reference);
      }
      return Optional.empty();
    }
    Reference by = required(reference);
    runs.add(sample.values(), sample.offset());
    if (phase == Phase.REFERENCE) {
      by.add(sample.values(), runs);
      required(pValues).add(sample.pValue(), sample.offset());
      watchIfComplete(by);
      return Optional.empty();
    }
    samples++;
    List<Integer> newlyBroken = required(broken).add(runs);
    if (!newlyBroken.isEmpty()) {
      return Optional.of(brokenReport(newlyBroken));
    }
    return switch (phase) {
      case WATCHING -> watched(sample);
      case DIAGNOSING -> diagnosed(sample);
      default -> rested();
    };
  }

  private void watchIfComplete(Reference by) {
    if (by.rows() >= settings.reference()) {
      broken = new BrokenWatch(by, runs, settings.level() / 2);
      windows = windowWatch(by);
      phase = Phase.WATCHING;
    }
  }

  private Optional<DriftReport> watched(Sample sample) {
    PValueMartingale martingale = required(pValues);
    martingale.add(sample.pValue(), sample.offset());
    Optional<Alarm> found = required(windows).add(sample, runs);
    if (martingale.isAlarm()) {
      found =
          Optional.of(
              new Alarm(
                  WatchName.P_VALUES,
                  martingale.log(),
                  martingale.logThreshold(),
                  martingale.sinceOffset(),
                  sample.offset(),
                  martingale.sinceSamples()));
    }
    found.ifPresent(this::diagnose);
    return Optional.empty();
  }

  private void diagnose(Alarm found) {
    alarm = found;
    Reference by = required(reference);
    BinnedSample[] held = by.empty();
    required(windows).addSince(found.fromOffset(), held);
    evidence = new Evidence(by, held);
    waited = 0;
    phase = Phase.DIAGNOSING;
  }

  private Optional<DriftReport> diagnosed(Sample sample) {
    required(evidence).add(sample, runs);
    return required(evidence).rows() < Evidence.enough(required(alarm))
        ? Optional.empty()
        : Optional.of(report());
  }

  private DriftReport report() {
    Alarm raised = required(alarm);
    TableMargin margin =
        new TableMargin(calibrationRows, PValueMartingale.boundLevel(settings.level()));
    double[] rareMost = new double[PValueShape.SMALL.length];
    for (int i = 0; i < rareMost.length; i++) {
      rareMost[i] = margin.most(PValueShape.SMALL[i]);
    }
    Diagnosis diagnosis =
        Diagnosis.of(raised.watch(), required(evidence), features, settings.effect(), rareMost);
    rest(settings.coolDown());
    return new DriftReport(
        raised.watch().label(),
        diagnosis.kind(),
        model,
        diagnosis.features(),
        raised.statistic(),
        raised.threshold(),
        raised.fromOffset(),
        raised.atOffset(),
        samples,
        eventMillis,
        diagnosis.text(),
        diagnosis.broken());
  }

  private DriftReport brokenReport(List<Integer> which) {
    int first = which.get(0);
    Kind kind = runs.isNothing(first) ? Kind.DEAD : Kind.STUCK;
    List<Moved> moved =
        which.stream().map(feature -> new Moved(features.get(feature), 1, 0, 0.0)).toList();
    rest(0);
    return new DriftReport(
        WatchName.FEATURES.label(),
        kind,
        model,
        moved,
        runs.length(first),
        runs.length(first),
        runs.offset(first),
        offset,
        samples,
        eventMillis,
        String.format(
            "%s %s in %d samples, one after the other",
            String.join(", ", moved.stream().map(Moved::feature).toList()),
            kind == Kind.DEAD ? "gave nothing or zero" : "had the same value",
            runs.length(first)),
        which.stream().map(this::broken).toList());
  }

  private Broken broken(int feature) {
    Gives gives =
        runs.isMissing(feature) ? Gives.MISSING : runs.isNothing(feature) ? Gives.ZERO : Gives.SAME;
    return Diagnosis.broken(features.get(feature), gives, 1, required(reference).of(feature));
  }

  private void rest(long atLeast) {
    alarm = null;
    evidence = null;
    rest = atLeast;
    phase = Phase.RESTING;
  }

  private Optional<DriftReport> rested() {
    if (required(broken).isAny() || rest-- > 0) {
      return Optional.empty();
    }
    Reference by = required(reference);
    ties = ties(by, settings.level());
    pValues = martingale();
    windows = windowWatch(by);
    rate = null;
    phase = Phase.WATCHING;
    return Optional.empty();
  }

  /** Counts since the stream began, or since its model did. */
  Optional<DriftReport> candidates(
      long allCandidates, long allScored, double threshold, long millis) {
    eventMillis = Math.max(eventMillis, millis);
    long moreCandidates = allCandidates - candidates;
    long moreScored = allScored - scored;
    boolean follows = scored >= 0 && moreCandidates >= 0 && moreScored >= moreCandidates;
    candidates = allCandidates;
    scored = allScored;
    if (phase == Phase.DIAGNOSING && required(alarm).watch() == WatchName.RATE) {
      return ++waited < PATIENCE ? Optional.empty() : Optional.of(report());
    }
    if (phase != Phase.WATCHING || !follows) {
      return Optional.empty();
    }
    if (rate == null || preCut != threshold) {
      preCut = threshold;
      rate = rateMartingale();
    }
    rate.add(moreCandidates, moreScored, offset);
    if (rate.isAlarm()) {
      diagnose(
          new Alarm(
              WatchName.RATE, rate.log(), rate.logThreshold(), rate.sinceOffset(), offset, 0));
    }
    return Optional.empty();
  }

  private RateMartingale rateMartingale() {
    return new RateMartingale(settings.level(), preCut, calibrationRows, settings.rateEffect());
  }

  DriftStatus status() {
    int farthest = -1;
    double distance = 0;
    double nll = 0;
    if (windows != null) {
      nll = windows.distance(columns - 1);
      for (int feature = 0; feature < columns - 1; feature++) {
        if (windows.distance(feature) > distance) {
          farthest = feature;
          distance = windows.distance(feature);
        }
      }
    }
    return new DriftStatus(
        phase,
        model,
        samples,
        pValues == null ? 0 : pValues.log() / pValues.logThreshold(),
        rate == null ? 0 : rate.log() / rate.logThreshold(),
        nll,
        distance,
        farthest < 0 ? null : features.get(farthest));
  }

  private static <T> T required(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("a watch without a part that its phase needs");
    }
    return part;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(calibrationRows);
    out.writeUTF(phase.name());
    out.writeLong(samples);
    out.writeLong(offset);
    out.writeLong(eventMillis);
    out.writeLong(rest);
    out.writeInt(waited);
    out.writeLong(candidates);
    out.writeLong(scored);
    if (pilot != null) {
      pilot.write(out);
      return;
    }
    runs.write(out);
    required(reference).write(out);
    out.writeDouble(ties);
    required(pValues).write(out);
    if (phase == Phase.REFERENCE) {
      return;
    }
    required(windows).write(out);
    required(broken).write(out);
    out.writeDouble(rate == null ? Double.NaN : preCut);
    if (rate != null) {
      rate.write(out);
    }
    if (phase == Phase.DIAGNOSING) {
      required(alarm).write(out);
      required(evidence).write(out);
    }
  }

  void read(DataInput in) throws IOException {
    calibrationRows = in.readLong();
    phase = Phase.valueOf(in.readUTF());
    samples = in.readLong();
    offset = in.readLong();
    eventMillis = in.readLong();
    rest = in.readLong();
    waited = in.readInt();
    candidates = in.readLong();
    scored = in.readLong();
    if (phase == Phase.PILOT) {
      required(pilot).read(in);
      return;
    }
    pilot = null;
    runs.read(in);
    reference = Reference.read(columns, in);
    ties = in.readDouble();
    pValues = martingale();
    pValues.read(in);
    if (phase == Phase.REFERENCE) {
      return;
    }
    windows = windowWatch(reference);
    windows.read(in);
    broken = BrokenWatch.read(columns - 1, settings.level() / 2, in);
    preCut = in.readDouble();
    if (!Double.isNaN(preCut)) {
      rate = rateMartingale();
      rate.read(in);
    }
    if (phase == Phase.DIAGNOSING) {
      alarm = Alarm.read(in);
      evidence = new Evidence(reference, reference.empty());
      evidence.read(in);
    }
  }
}

package io.vigia.app.bench.drift;

import io.vigia.app.bench.drift.WatchedRun.Outcome;
import io.vigia.retrain.DriftReport;
import io.vigia.retrain.DriftReport.Kind;
import io.vigia.retrain.drift.DriftSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Each fault on each stream under each seed, once for all tables. */
final class FaultRuns {
  private static final int FIT = 5_000;
  private static final int CALIBRATION = 20_000;
  private static final long UNTIL = 60_000;

  /** Rows after the reference before the fault: another number for each seed. */
  private static final int LEAST_BEFORE = 2_000;

  private final List<DriftStream> streams;
  private final int seeds;
  private final List<Run> runs = new ArrayList<>();

  /**
   * A fault and what was said of it.
   *
   * @param feature name of what is at fault
   * @param outcome from the fault on
   */
  record Run(DriftStream stream, Fault fault, String feature, Outcome outcome) {
    /** As what it was reported; null where it was not. */
    @Nullable Kind kind() {
      DriftReport report = outcome.report();
      return report == null ? null : report.kind();
    }

    boolean isRight() {
      Kind kind = kind();
      return kind != null && fault.expected().contains(kind);
    }

    /** Whether what is at fault is the first of the features that moved. */
    boolean namesItFirst() {
      DriftReport report = outcome.report();
      return report != null
          && !report.features().isEmpty()
          && report.features().get(0).feature().equals(feature);
    }
  }

  FaultRuns(List<DriftStream> streams, int seeds) {
    this.streams = streams;
    this.seeds = seeds;
  }

  /** All of them, run at the first call. A run that reports before its fault counts as none. */
  List<Run> get(Consumer<String> say) {
    if (runs.isEmpty()) {
      for (DriftStream stream : streams) {
        for (Fault fault : Fault.all()) {
          say.accept("faults: " + stream.name() + ", " + fault.name());
          for (int seed = 1; seed <= seeds; seed++) {
            runs.add(run(stream, fault, seed));
          }
        }
      }
    }
    return runs;
  }

  private static Run run(DriftStream stream, Fault fault, int seed) {
    DriftSettings settings = DriftSettings.DEFAULT;
    WatchedRun watched = new WatchedRun(stream, 100L + seed, FIT, CALIBRATION, settings);
    int feature = seed % stream.features().size();
    long onset = settings.reference() + LEAST_BEFORE + 337L * seed;
    Outcome before = watched.watch(0, onset, null, null);
    Outcome after =
        before.report() != null
            ? new Outcome(0, null)
            : watched.watch(onset, onset + UNTIL, watched.scene(feature, onset), fault);
    return new Run(stream, fault, stream.features().get(feature), after);
  }
}

package io.vigia.app.bench.drift;

import io.vigia.calibration.Calibration;
import io.vigia.retrain.DriftReport;
import io.vigia.retrain.drift.DriftMonitor;
import io.vigia.retrain.drift.DriftSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A monitor over one stream under one seed: some rows fit the density, some calibrate it, the
 * others are watched; tallies come every {@value #TALLY} rows.
 */
final class WatchedRun {
  static final double PRE_CUT = 1e-2;
  private static final int TALLY = 500;
  private static final String MODEL = "bench";

  private final DriftStream stream;
  private final long seed;
  private final GaussianDensity density;
  private final Calibration calibration;
  private final DriftMonitor monitor;
  private final long first;
  private long candidates;
  private long scored;

  /**
   * What a run saw.
   *
   * @param watched rows until the first report or the end
   * @param report the first; null where there was none
   */
  record Outcome(long watched, @Nullable DriftReport report) {}

  WatchedRun(DriftStream stream, long seed, int fit, int calibrate, DriftSettings settings) {
    this.stream = stream;
    this.seed = seed;
    List<float[]> rows = new ArrayList<>();
    for (long i = 0; i < fit; i++) {
      rows.add(stream.row(seed, i));
    }
    density = GaussianDensity.of(rows);
    double[] scores = new double[calibrate];
    for (int i = 0; i < calibrate; i++) {
      scores[i] = density.nll(stream.row(seed, (long) fit + i));
    }
    calibration = Calibration.of(scores);
    first = (long) fit + calibrate;
    monitor = DriftMonitor.of(settings, stream.features(), stream.features().size());
    monitor.calibrated(MODEL, calibrate);
  }

  /** Where a fault would happen after so many rows. */
  Fault.Scene scene(int feature, long onset) {
    return new Fault.Scene(stream, seed, density, feature, first + onset);
  }

  /**
   * Watches rows until a report.
   *
   * @param from which row behind those of the density and the calibration
   * @param to exclusive
   */
  Outcome watch(long from, long to, Fault.@Nullable Scene scene, @Nullable Fault fault) {
    for (long i = from; i < to; i++) {
      long index = first + i;
      float[] row = stream.row(seed, index);
      if (scene != null && fault != null) {
        row = fault.change().of(scene, index, row);
      }
      Optional<DriftReport> report = sample(row, i);
      if (report.isPresent()) {
        return new Outcome(i + 1 - from, report.get());
      }
    }
    return new Outcome(to - from, null);
  }

  private Optional<DriftReport> sample(float[] row, long offset) {
    double nll = density.nll(row);
    double p = calibration.pValue(nll);
    scored++;
    candidates += p <= PRE_CUT ? 1 : 0;
    Optional<DriftReport> report = monitor.sample(row, nll, p, offset, offset, MODEL);
    if (report.isEmpty() && scored % TALLY == 0) {
      return monitor.candidates(candidates, scored, PRE_CUT, offset);
    }
    return report;
  }

  /** The length of what can be watched. */
  OptionalLong length() {
    return stream.length() == Long.MAX_VALUE
        ? OptionalLong.empty()
        : OptionalLong.of(stream.length() - first);
  }
}

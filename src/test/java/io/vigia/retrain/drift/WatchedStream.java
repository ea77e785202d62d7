package io.vigia.retrain.drift;

import io.vigia.calibration.Calibration;
import io.vigia.retrain.DriftReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A monitor over a stream of four independent standard normal features, scored by their density and
 * a table of {@value #TABLE} rows; what happens to the rows is up to the test.
 */
final class WatchedStream {
  static final List<String> FEATURES = List.of("a", "b", "c", "d");
  static final DriftSettings SETTINGS = new DriftSettings(0.01, 0.02, 0.5, 4_000, 2_000, 5_000);
  static final double PRE_CUT = 0.01;
  private static final int TABLE = 20_000;

  private final Random random;
  private final Calibration calibration;
  private final List<DriftReport> reports = new ArrayList<>();
  private DriftMonitor monitor = DriftMonitor.of(SETTINGS, FEATURES, FEATURES.size());
  private String model = "first";
  private long offset;
  private long candidates;
  private double rateFactor = 1;

  WatchedStream(long seed) {
    random = new Random(seed);
    double[] scores = new double[TABLE];
    for (int i = 0; i < TABLE; i++) {
      scores[i] = nll(row());
    }
    calibration = Calibration.of(scores);
    monitor.calibrated(model, TABLE);
  }

  private float[] row() {
    float[] row = new float[FEATURES.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) random.nextGaussian();
    }
    return row;
  }

  private static double nll(float[] row) {
    double sum = 0;
    for (float x : row) {
      sum += Float.isNaN(x) ? 0 : x * x / 2;
    }
    return sum;
  }

  Random random() {
    return random;
  }

  /** What later rows are scored by. */
  WatchedStream model(String sha) {
    model = sha;
    return this;
  }

  /** Candidates are so many times too many from now on. */
  WatchedStream rate(double factor) {
    rateFactor = factor;
    return this;
  }

  /** Watches rows as they are. */
  WatchedStream watch(int rows) {
    return watch(rows, row -> row);
  }

  /** Watches changed rows, with a tally every 500. */
  WatchedStream watch(int rows, UnaryOperator<float[]> change) {
    for (int i = 0; i < rows; i++) {
      one(change.apply(row())).ifPresent(reports::add);
      candidates += random.nextDouble() < rateFactor * PRE_CUT ? 1 : 0;
      if (offset % 500 == 0) {
        monitor.candidates(candidates, offset, PRE_CUT, offset).ifPresent(reports::add);
      }
    }
    return this;
  }

  private Optional<DriftReport> one(float[] row) {
    double nll = nll(row);
    offset++;
    return monitor.sample(row, nll, calibration.pValue(nll), offset, 10 * offset, model);
  }

  /** Goes on with a monitor that was stored and read. */
  WatchedStream restart() {
    monitor = DriftMonitor.restore(SETTINGS, FEATURES, FEATURES.size(), monitor.state());
    return this;
  }

  DriftMonitor monitor() {
    return monitor;
  }

  long offset() {
    return offset;
  }

  List<DriftReport> reports() {
    return reports;
  }

  static float[] with(float[] row, int feature, float value) {
    row[feature] = value;
    return row;
  }
}

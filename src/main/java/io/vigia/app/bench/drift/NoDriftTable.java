package io.vigia.app.bench.drift;

import io.vigia.app.bench.calibration.CalibrationTable;
import io.vigia.app.bench.calibration.Figures;
import io.vigia.app.bench.drift.WatchedRun.Outcome;
import io.vigia.calibration.BinomialInterval;
import io.vigia.retrain.drift.DriftSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reports of the whole monitor over streams that do not drift. */
final class NoDriftTable implements CalibrationTable {
  private static final int FIT = 5_000;
  private static final int[] CALIBRATIONS = {1_000, 20_000};
  private static final int WATCHED = 100_000;
  private static final double[] STATED = {0.01, 0.2};

  private final List<DriftStream> simulated;
  private final List<DriftStream> real;
  private final int seeds;

  NoDriftTable(List<DriftStream> simulated, List<DriftStream> real, int seeds) {
    this.simulated = simulated;
    this.real = real;
    this.seeds = seeds;
  }

  @Override
  public String name() {
    return "false-alarms";
  }

  @Override
  public String caption() {
    return "streams without drift that raise a report: simulated ones, "
        + WATCHED
        + " rows, and real rows in an order drawn by the seed; stated: false-alarms of the settings;"
        + " low, high: 95 % interval of the share, whose low end is to be at most what is stated; in"
        + " order: the real rows as they are, where a report may be right";
  }

  @Override
  public Figures run(Consumer<String> say) {
    Figures figures =
        new Figures(
            "stream", "n_cal", "watched", "stated", "streams", "reports", "low", "high", "within",
            "which");
    for (double stated : STATED) {
      for (DriftStream stream : simulated) {
        for (int calibration : CALIBRATIONS) {
          say.accept("false-alarms: " + stream.name() + ", " + calibration + ", " + stated);
          add(figures, stream, FIT, calibration, WATCHED, settings(stated, 10_000));
        }
      }
      for (DriftStream stream : real) {
        say.accept("false-alarms: " + stream.name() + ", " + stated);
        int quarter = (int) (stream.length() / 4);
        int watched = (int) stream.length() - 2 * quarter;
        add(figures, stream, quarter, quarter, watched, settings(stated, watched / 3));
      }
    }
    return figures;
  }

  private static DriftSettings settings(double stated, int reference) {
    return new DriftSettings(
        stated,
        DriftSettings.DEFAULT.effect(),
        DriftSettings.DEFAULT.rateEffect(),
        reference,
        1,
        0);
  }

  private void add(
      Figures figures,
      DriftStream stream,
      int fit,
      int calibration,
      int watched,
      DriftSettings settings) {
    int streams = stream.name().endsWith("in order") ? 1 : seeds;
    List<Outcome> outcomes = new ArrayList<>();
    for (int seed = 1; seed <= streams; seed++) {
      outcomes.add(
          new WatchedRun(stream, seed, fit, calibration, settings).watch(0, watched, null, null));
    }
    Map<String, Integer> which = new TreeMap<>();
    for (Outcome one : outcomes) {
      if (one.report() != null) {
        which.merge(one.report().watch() + " " + one.report().kind(), 1, Integer::sum);
      }
    }
    int reports = which.values().stream().mapToInt(Integer::intValue).sum();
    BinomialInterval share = BinomialInterval.of(reports, streams, BinomialInterval.CONFIDENCE);
    figures.add(
        stream.name(),
        calibration,
        watched,
        settings.falseAlarms(),
        streams,
        reports,
        share.low(),
        share.high(),
        streams == 1 ? null : share.low() <= settings.falseAlarms(),
        which.isEmpty() ? "-" : which.toString());
  }
}

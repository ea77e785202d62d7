package io.vigia.app.bench.calibration;

import io.vigia.app.bench.calibration.Background.Training;
import io.vigia.calibration.Calibration;
import io.vigia.calibration.FalseAlarms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Realised counts of false alarms against what (n_cal, n_test, k) promises. Given a pool of
 * background rows a seed divides it by chance, so that the count of a seed is beta-binomial and
 * independent of the other seeds', whatever the density: the sum over seeds is their convolution.
 */
final class FalseAlarmTable implements CalibrationTable {
  private static final double[] THRESHOLDS = {1e-1, 1e-2, 1e-3, 1e-4};
  private static final double FAMILY_WISE_ERROR = 0.05;
  private static final int LEAST_EXPECTED = 10;

  private final List<Background> backgrounds;
  private final int seeds;

  FalseAlarmTable(List<Background> backgrounds, int seeds) {
    this.backgrounds = backgrounds;
    this.seeds = seeds;
  }

  @Override
  public String name() {
    return "false-alarms";
  }

  @Override
  public String caption() {
    return "false alarms of held-out background, summed over seeds, at last over sets too, and the interval of the exact sum"
        + " of beta-binomials in (n_cal, n_test, k): all cells together leave theirs with probability "
        + FAMILY_WISE_ERROR
        + " at most (Bonferroni); again: another seed, a newer window, a new calibration";
  }

  @Override
  public Figures run(Consumer<String> say) {
    List<Cell> cells = new ArrayList<>();
    for (Background background : backgrounds) {
      for (Training training : Training.values()) {
        say.accept("false-alarms: " + background.name() + ", " + training.label());
        cells.addAll(cells(background, training));
      }
    }
    cells.addAll(pooledOverSets(cells));
    double perCell = FAMILY_WISE_ERROR / Math.max(1, cells.size());
    Figures figures =
        new Figures(
            "background",
            "training",
            "p",
            "n_cal",
            "n_test",
            "expected",
            "realised",
            "low",
            "high",
            "within");
    cells.forEach(cell -> cell.addTo(figures, perCell));
    return figures;
  }

  private List<Cell> cells(Background background, Training training) {
    List<Cell> cells = new ArrayList<>();
    for (double p : THRESHOLDS) {
      cells.add(new Cell(background.name(), background.isSimulated(), training, p));
    }
    for (long seed = 1; seed <= seeds; seed++) {
      HeldOut scores = background.heldOut(seed, training);
      Calibration calibration = Calibration.of(scores.calibration());
      cells.forEach(cell -> cell.count(calibration, scores.test()));
    }
    cells.removeIf(
        cell ->
            cell.expected < LEAST_EXPECTED
                || (!background.isSimulated() && cell.p < 10.0 / cell.meanCalibrationSize()));
    return cells;
  }

  private static List<Cell> pooledOverSets(List<Cell> cells) {
    List<Cell> pooled = new ArrayList<>();
    for (Training training : Training.values()) {
      for (double p : THRESHOLDS) {
        Cell all = new Cell("all real sets", false, training, p);
        cells.stream()
            .filter(cell -> !cell.simulated && cell.training == training && cell.p == p)
            .forEach(all::take);
        if (!all.promised.isEmpty()) {
          pooled.add(all);
        }
      }
    }
    return pooled;
  }

  /** One background, or several, with one training and threshold, over all seeds. */
  private static final class Cell {
    private final String background;
    private final boolean simulated;
    private final Training training;
    private final double p;
    private final List<FalseAlarms> promised = new ArrayList<>();
    private double expected;
    private long calibrationSize;
    private long testSize;
    private long realised;

    Cell(String background, boolean simulated, Training training, double p) {
      this.background = background;
      this.simulated = simulated;
      this.training = training;
      this.p = p;
    }

    void count(Calibration calibration, double[] test) {
      FalseAlarms alarms = FalseAlarms.of(calibration, p, test.length);
      promised.add(alarms);
      expected += alarms.expected();
      calibrationSize += calibration.size();
      testSize += test.length;
      for (double score : test) {
        realised += calibration.pValue(score) <= p ? 1 : 0;
      }
    }

    void take(Cell other) {
      promised.addAll(other.promised);
      expected += other.expected;
      calibrationSize += other.calibrationSize;
      testSize += other.testSize;
      realised += other.realised;
    }

    double meanCalibrationSize() {
      return calibrationSize / (double) promised.size();
    }

    void addTo(Figures figures, double error) {
      CountDistribution sum = CountDistribution.zero();
      for (FalseAlarms alarms : promised) {
        sum = sum.plus(CountDistribution.of(alarms));
      }
      long low = sum.quantile(error / 2);
      long high = sum.quantile(1 - error / 2);
      figures.add(
          background,
          training.label(),
          p,
          calibrationSize / promised.size(),
          testSize / promised.size(),
          expected,
          realised,
          low,
          high,
          low <= realised && realised <= high);
    }
  }
}

package io.vigia.app.bench.calibration;

import io.vigia.app.bench.calibration.Background.Training;
import io.vigia.calibration.Calibration;
import io.vigia.training.Evaluation;
import java.util.List;
import java.util.function.Consumer;

/** Whether p-values of held-out background are uniform. */
final class UniformityTable implements CalibrationTable {
  private static final double FAMILY_WISE_ERROR = 0.05;

  private final List<Background> backgrounds;
  private final int seeds;

  UniformityTable(List<Background> backgrounds, int seeds) {
    this.backgrounds = backgrounds;
    this.seeds = seeds;
  }

  @Override
  public String name() {
    return "uniformity";
  }

  @Override
  public String caption() {
    return "two-sample Kolmogorov-Smirnov tests of held-out background's scores against the"
        + " calibration's, which decide whether p-values are uniform; below_5_percent: tests with a"
        + " p-value below 0.05, one in twenty by chance; passed: the least is above "
        + FAMILY_WISE_ERROR
        + " / all tests of the table (Bonferroni)";
  }

  @Override
  public Figures run(Consumer<String> say) {
    Figures figures =
        new Figures(
            "background",
            "training",
            "n_cal",
            "n_test",
            "tests",
            "mean_distance",
            "below_5_percent",
            "least_p",
            "passed");
    int tests = backgrounds.size() * Training.values().length * seeds;
    Row all = new Row("all", "both");
    for (Background background : backgrounds) {
      for (Training training : Training.values()) {
        say.accept("uniformity: " + background.name() + ", " + training.label());
        Row row = new Row(background.name(), training.label());
        for (long seed = 1; seed <= seeds; seed++) {
          row.test(background.heldOut(seed, training));
        }
        all.take(row);
        row.addTo(figures, FAMILY_WISE_ERROR / tests);
      }
    }
    all.addTo(figures, FAMILY_WISE_ERROR / tests);
    return figures;
  }

  /** Some tests of a background and a training. */
  private static final class Row {
    private final String background;
    private final String training;
    private int tests;
    private double distance;
    private double leastP = 1;
    private int below;
    private long calibrationSize;
    private long testSize;

    Row(String background, String training) {
      this.background = background;
      this.training = training;
    }

    void test(HeldOut scores) {
      double[] test = scores.test();
      Evaluation judged =
          Evaluation.of(new boolean[test.length], test, Calibration.of(scores.calibration()));
      tests++;
      distance += judged.ksDistance();
      below += judged.pValueKs() < 0.05 ? 1 : 0;
      leastP = Math.min(leastP, judged.pValueKs());
      calibrationSize += scores.calibration().length;
      testSize += test.length;
    }

    void take(Row other) {
      tests += other.tests;
      distance += other.distance;
      below += other.below;
      leastP = Math.min(leastP, other.leastP);
      calibrationSize += other.calibrationSize;
      testSize += other.testSize;
    }

    void addTo(Figures figures, double least) {
      figures.add(
          background,
          training,
          calibrationSize / tests,
          testSize / tests,
          tests,
          distance / tests,
          below,
          leastP,
          leastP > least);
    }
  }
}

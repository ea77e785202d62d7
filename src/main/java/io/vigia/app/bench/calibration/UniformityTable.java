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
    for (Background background : backgrounds) {
      for (Training training : Training.values()) {
        say.accept("uniformity: " + background.name() + ", " + training.label());
        add(figures, background, training, FAMILY_WISE_ERROR / tests);
      }
    }
    return figures;
  }

  private void add(Figures figures, Background background, Training training, double least) {
    double distance = 0;
    double leastP = 1;
    int below = 0;
    long calibrationSize = 0;
    long testSize = 0;
    for (long seed = 1; seed <= seeds; seed++) {
      HeldOut scores = background.heldOut(seed, training);
      double[] test = scores.test();
      Evaluation judged =
          Evaluation.of(new boolean[test.length], test, Calibration.of(scores.calibration()));
      distance += judged.ksDistance();
      below += judged.pValueKs() < 0.05 ? 1 : 0;
      leastP = Math.min(leastP, judged.pValueKs());
      calibrationSize += scores.calibration().length;
      testSize += test.length;
    }
    figures.add(
        background.name(),
        training.label(),
        calibrationSize / seeds,
        testSize / seeds,
        seeds,
        distance / seeds,
        below,
        leastP,
        leastP > least);
  }
}

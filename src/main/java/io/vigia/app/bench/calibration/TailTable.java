package io.vigia.app.bench.calibration;

import io.vigia.calibration.Calibration;
import io.vigia.calibration.TailMethod;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** How often background is really as rare as the fitted tail says, where the law is known. */
final class TailTable implements CalibrationTable {
  private static final int[] SIZES = {2_000, 20_000, 100_000};
  private static final double[] THRESHOLDS = {1e-4, 1e-5, 1e-6};

  private final int seeds;

  TailTable(int seeds) {
    this.seeds = seeds;
  }

  @Override
  public String name() {
    return "tail";
  }

  @Override
  public String caption() {
    return "the true probability of a p-value at or below p, by p, where n_cal scores do not reach p:"
        + " 1 is right, below 1 too few alarms; off: without a tail, on: with it, mean, median and"
        + " the middle two thirds over seeds; used: of the seeds, those whose fit is not refused and"
        + " whose floor is not above p";
  }

  @Override
  public Figures run(Consumer<String> say) {
    Figures figures = new Figures("law", "n_cal", "p", "used", "off", "on", "median", "from", "to");
    for (ScoreLaw law : ScoreLaw.values()) {
      for (int size : SIZES) {
        say.accept("tail: " + law.label() + ", " + size + " scores");
        add(figures, law, size);
      }
    }
    return figures;
  }

  private void add(Figures figures, ScoreLaw law, int size) {
    double[][] on = new double[THRESHOLDS.length][seeds];
    double[] off = new double[THRESHOLDS.length];
    int[] used = new int[THRESHOLDS.length];
    for (int seed = 1; seed <= seeds; seed++) {
      double[] scores = law.draws(size, new SplittableRandom(1000L * seed + law.ordinal()));
      Calibration plain = Calibration.of(scores);
      Calibration tailed = Calibration.of(scores, TailMethod.GPD);
      for (int i = 0; i < THRESHOLDS.length; i++) {
        double p = THRESHOLDS[i];
        off[i] += share(law, plain.threshold(p)) / p / seeds;
        on[i][seed - 1] = share(law, tailed.threshold(p)) / p;
        used[i] += p >= tailed.floor() ? 1 : 0;
      }
    }
    for (int i = 0; i < THRESHOLDS.length; i++) {
      if (THRESHOLDS[i] < 1 / (size + 1.0)) {
        Arrays.sort(on[i]);
        figures.add(
            law.label(),
            size,
            THRESHOLDS[i],
            used[i] + "/" + seeds,
            off[i],
            Arrays.stream(on[i]).average().orElse(Double.NaN),
            on[i][seeds / 2],
            on[i][seeds / 6],
            on[i][seeds - 1 - seeds / 6]);
      }
    }
  }

  private static double share(ScoreLaw law, double threshold) {
    return threshold == Double.POSITIVE_INFINITY ? 0 : law.survival(threshold);
  }
}

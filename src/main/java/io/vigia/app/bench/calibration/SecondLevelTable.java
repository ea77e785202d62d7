package io.vigia.app.bench.calibration;

import io.vigia.calibration.Calibration;
import io.vigia.calibration.FalseAlarms;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * Whether {@code p = preCut * P(s2 >= s | p1 <= preCut)} is what it says: realised false alarms
 * behind two levels, against the beta-binomial of the calibration rows and the test rows that
 * passed. Events are standard normal pairs; the first level's score is that of their density. One
 * second level looks at one of the two numbers, the other at the same score with noise.
 */
final class SecondLevelTable implements CalibrationTable {
  private static final int LEVEL_1_ROWS = 20_000;
  private static final int STREAM_ROWS = 200_000;
  private static final int TEST_ROWS = 100_000;
  private static final double[] PRE_CUTS = {1e-1, 1e-2};
  private static final double[] SHARES = {0.5, 0.1, 0.01};
  private static final double FAMILY_WISE_ERROR = 0.05;
  private static final int LEAST_EXPECTED = 10;

  private final int seeds;

  SecondLevelTable(int seeds) {
    this.seeds = seeds;
  }

  /** What a second level looks at. */
  private enum Look {
    ONE_NUMBER,
    SAME_WITH_NOISE;

    double score(double x, double y, SplittableRandom random) {
      return this == ONE_NUMBER ? x * x / 2 : (x * x + y * y) / 2 + random.nextGaussian();
    }

    String label() {
      return this == ONE_NUMBER ? "one number" : "same, with noise";
    }
  }

  /** Scores of both levels, of rows that pass the first. */
  private record PassedRows(double[] secondScores) {
    static PassedRows of(
        Calibration first, double preCut, Look look, int rows, SplittableRandom random) {
      DoubleStream.Builder scores = DoubleStream.builder();
      for (int i = 0; i < rows; i++) {
        double x = random.nextGaussian();
        double y = random.nextGaussian();
        double second = look.score(x, y, random);
        if (first.pValue((x * x + y * y) / 2) <= preCut) {
          scores.add(second);
        }
      }
      return new PassedRows(scores.build().toArray());
    }
  }

  @Override
  public String name() {
    return "second-level";
  }

  @Override
  public String caption() {
    return "false alarms of background behind a first and a second level, summed over seeds, and the"
        + " interval of the exact sum of beta-binomials among what passed: all cells together leave"
        + " theirs with probability "
        + FAMILY_WISE_ERROR
        + " at most (Bonferroni); of p: realised over p times all events; ks: the seeds whose passed"
        + " p-values differ from the calibration's at 5 %";
  }

  @Override
  public Figures run(Consumer<String> say) {
    Figures figures =
        new Figures(
            "looks at",
            "pre_cut",
            "p",
            "n_passed",
            "expected",
            "realised",
            "low",
            "high",
            "within",
            "of p",
            "ks");
    for (Look look : Look.values()) {
      for (double preCut : PRE_CUTS) {
        say.accept("second-level: " + look.label() + ", pre-cut " + preCut);
        addRows(figures, look, preCut);
      }
    }
    return figures;
  }

  private void addRows(Figures figures, Look look, double preCut) {
    Cell[] cells = Arrays.stream(SHARES).mapToObj(Cell::new).toArray(Cell[]::new);
    int different = 0;
    long passed = 0;
    for (long seed = 1; seed <= seeds; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Calibration first = firstLevel(random);
      Calibration second =
          Calibration.of(PassedRows.of(first, preCut, look, STREAM_ROWS, random).secondScores());
      double[] test = PassedRows.of(first, preCut, look, TEST_ROWS, random).secondScores();
      for (Cell cell : cells) {
        cell.count(second, test);
      }
      passed += second.size();
      different += differs(second, test) ? 1 : 0;
    }
    double error = FAMILY_WISE_ERROR / (Look.values().length * PRE_CUTS.length * SHARES.length);
    for (Cell cell : cells) {
      if (cell.expected >= LEAST_EXPECTED) {
        cell.addTo(figures, look, preCut, passed / seeds, error, different);
      }
    }
  }

  private static Calibration firstLevel(SplittableRandom random) {
    double[] scores = new double[LEVEL_1_ROWS];
    for (int i = 0; i < scores.length; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      scores[i] = (x * x + y * y) / 2;
    }
    return Calibration.of(scores);
  }

  private static boolean differs(Calibration calibration, double[] test) {
    float[] own = calibration.toArray();
    double[] calibrated = new double[own.length];
    Arrays.setAll(calibrated, i -> own[i]);
    return KolmogorovSmirnovTest.withDefaults().test(calibrated, test).getPValue() < 0.05;
  }

  /** One threshold, over all seeds. */
  private final class Cell {
    private final double share;
    private CountDistribution promised = CountDistribution.zero();
    private double expected;
    private long realised;

    /**
     * @param share of the pre-cut, at or below which an event alerts
     */
    Cell(double share) {
      this.share = share;
    }

    void count(Calibration calibration, double[] passed) {
      FalseAlarms alarms = FalseAlarms.of(calibration, share, passed.length);
      promised = promised.plus(CountDistribution.of(alarms));
      expected += alarms.expected();
      for (double score : passed) {
        realised += calibration.pValue(score) <= share ? 1 : 0;
      }
    }

    void addTo(
        Figures figures, Look look, double preCut, long passed, double error, int different) {
      long low = promised.quantile(error / 2);
      long high = promised.quantile(1 - error / 2);
      double p = preCut * share;
      figures.add(
          look.label(),
          preCut,
          p,
          passed,
          expected,
          realised,
          low,
          high,
          low <= realised && realised <= high,
          realised / (p * TEST_ROWS * seeds),
          different + " of " + seeds);
    }
  }
}

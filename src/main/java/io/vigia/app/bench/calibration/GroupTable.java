package io.vigia.app.bench.calibration;

import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.FalseAlarms;
import io.vigia.calibration.GroupAxis;
import io.vigia.calibration.Grouping;
import io.vigia.calibration.TailMethod;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * False alarms of three bands of one stream whose scores are of different laws, calibrated together
 * and by band.
 */
final class GroupTable implements CalibrationTable {
  private static final ScoreLaw[] BANDS = {ScoreLaw.EXPONENTIAL, ScoreLaw.GAUSSIAN, ScoreLaw.HEAVY};
  private static final double[] THRESHOLDS = {1e-2, 1e-3};
  private static final double FAMILY_WISE_ERROR = 0.05;
  private static final int CALIBRATION_ROWS = 30_000;
  private static final int TEST_ROWS = 30_000;

  private final int seeds;

  GroupTable(int seeds) {
    this.seeds = seeds;
  }

  @Override
  public String name() {
    return "groups";
  }

  @Override
  public String caption() {
    return "false alarms of each of three bands whose scores have different laws, calibrated as one"
        + " group and by band, summed over seeds; the interval is that of false-alarms, by the"
        + " calibration rows used: by band it must hold";
  }

  @Override
  public Figures run(Consumer<String> say) {
    Figures figures =
        new Figures("by", "band", "p", "n_cal", "expected", "realised", "low", "high", "within");
    List<GroupAxis> band = List.of(GroupAxis.ofValues("band", 0, List.of(0.0, 1.0, 2.0)));
    add(figures, "nothing", new Grouping(List.of("all"), List.of()));
    add(figures, "band", new Grouping(List.of("all"), band));
    return figures;
  }

  private void add(Figures figures, String by, Grouping grouping) {
    double error = FAMILY_WISE_ERROR / (BANDS.length * THRESHOLDS.length);
    for (double p : THRESHOLDS) {
      CountDistribution[] promised = new CountDistribution[BANDS.length];
      double[] expected = new double[BANDS.length];
      long[] realised = new long[BANDS.length];
      Arrays.fill(promised, CountDistribution.zero());
      for (long seed = 1; seed <= seeds; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        CalibrationGroups calibrations = calibrations(grouping, random);
        for (int b = 0; b < BANDS.length; b++) {
          FalseAlarms alarms =
              FalseAlarms.of(calibrations.of(group(grouping, b)), p, TEST_ROWS / BANDS.length);
          promised[b] = promised[b].plus(CountDistribution.of(alarms));
          expected[b] += alarms.expected();
          realised[b] += alarms(calibrations, grouping, b, p, random);
        }
      }
      for (int b = 0; b < BANDS.length; b++) {
        long low = promised[b].quantile(error / 2);
        long high = promised[b].quantile(1 - error / 2);
        boolean within = low <= realised[b] && realised[b] <= high;
        figures.add(
            by,
            BANDS[b].label(),
            p,
            grouping.axes().isEmpty() ? CALIBRATION_ROWS : CALIBRATION_ROWS / BANDS.length,
            expected[b],
            realised[b],
            low,
            high,
            within);
      }
    }
  }

  private static int group(Grouping grouping, int band) {
    return grouping.group(0, new float[] {band}, 0);
  }

  private static CalibrationGroups calibrations(Grouping grouping, SplittableRandom random) {
    double[] scores = new double[CALIBRATION_ROWS];
    int[] groups = new int[CALIBRATION_ROWS];
    for (int i = 0; i < scores.length; i++) {
      int band = i % BANDS.length;
      scores[i] = BANDS[band].draw(random);
      groups[i] = group(grouping, band);
    }
    return CalibrationGroups.of(grouping, scores, groups, TailMethod.NONE);
  }

  private static long alarms(
      CalibrationGroups calibrations,
      Grouping grouping,
      int band,
      double p,
      SplittableRandom random) {
    long alarms = 0;
    int group = group(grouping, band);
    for (int i = 0; i < TEST_ROWS / BANDS.length; i++) {
      alarms += calibrations.of(group).pValue(BANDS[band].draw(random)) <= p ? 1 : 0;
    }
    return alarms;
  }
}

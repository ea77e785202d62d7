package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class EnsembleCalibrationTest {
  private static final int ROWS = 20_000;
  private static final int FRESH = 5_000;

  @Test
  void pValuesOfStronglyDependentMembersAreUniformByEveryRule() {
    for (CombinationRule rule : CombinationRule.values()) {
      Random random = new Random(21);
      EnsembleCalibration ensemble = calibrated(rule, members(random, ROWS));
      double[] p =
          Arrays.stream(columns(members(random, FRESH)))
              .mapToDouble(
                  row -> ensemble.calibrations().of(0).pValue(ensemble.combination().at(row)))
              .toArray();
      assertThat(uniformity(p)).as(rule.label()).isBetween(0.01, 1.0);
    }
  }

  @Test
  void fishersLawOfIndependentMembersWouldNotHoldForThem() {
    Random random = new Random(21);
    EnsembleCalibration ensemble = calibrated(CombinationRule.MEAN, members(random, ROWS));
    ChiSquaredDistribution fisher = ChiSquaredDistribution.of(2 * 3);
    double[] p =
        Arrays.stream(columns(members(random, FRESH)))
            .mapToDouble(row -> fisher.survivalProbability(2 * 3 * ensemble.combination().at(row)))
            .toArray();
    assertThat(uniformity(p)).isLessThan(1e-6);
  }

  @Test
  void eventsBeyondEveryCalibrationScoreKeepTheirRanks() {
    EnsembleCalibration ensemble = calibrated(CombinationRule.MEAN, members(new Random(22), ROWS));
    Calibration calibration = ensemble.calibrations().of(0);
    double far = ensemble.combination().at(new double[] {1e3, 1e3, 1e3});
    double farther = ensemble.combination().at(new double[] {1e3, 1e3, 1.001e3});
    assertThat(calibration.pValue(far)).isEqualTo(calibration.floor());
    assertThat(farther).isGreaterThan(far);
  }

  @Test
  void rulesAreWhatTheySay() {
    double[] tails = {1, 2, 6};
    assertThat(CombinationRule.MEAN.combined(tails)).isEqualTo(3);
    assertThat(CombinationRule.MAX.combined(tails)).isEqualTo(6);
    double harmonicMean = 3 / (Math.exp(1) + Math.exp(2) + Math.exp(6));
    assertThat(Math.exp(-CombinationRule.HARMONIC_MEAN.combined(tails)))
        .isCloseTo(harmonicMean, org.assertj.core.api.Assertions.within(1e-12));
    for (CombinationRule rule : CombinationRule.values()) {
      assertThat(CombinationRule.of(rule.label())).isEqualTo(rule);
    }
    assertThatThrownBy(() -> CombinationRule.of("median"))
        .hasMessageContaining("median")
        .hasMessageContaining("harmonic-mean");
  }

  @Test
  void aHalfWithTooFewRowsIsRefused() {
    assertThatThrownBy(() -> calibrated(CombinationRule.MEAN, members(new Random(1), 30)))
        .hasMessageContaining("at least 20");
  }

  private static EnsembleCalibration calibrated(CombinationRule rule, double[][] scores) {
    boolean[] forTails = new boolean[scores[0].length];
    for (int row = 0; row < forTails.length; row += 2) {
      forTails[row] = true;
    }
    return EnsembleCalibration.of(rule, scores, forTails, List.of("all"), new int[forTails.length]);
  }

  /** Two members that agree up to a little noise, and one on another scale with a heavier tail. */
  private static double[][] members(Random random, int rows) {
    double[][] scores = new double[3][rows];
    for (int row = 0; row < rows; row++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      double nll = (x * x + y * y) / 2;
      scores[0][row] = nll;
      scores[1][row] = nll + 0.1 * random.nextGaussian();
      scores[2][row] = Math.exp(nll / 3) + random.nextGaussian();
    }
    return scores;
  }

  private static double[][] columns(double[][] scores) {
    return IntStream.range(0, scores[0].length)
        .mapToObj(row -> Arrays.stream(scores).mapToDouble(member -> member[row]).toArray())
        .toArray(double[][]::new);
  }

  private static double uniformity(double[] p) {
    return KolmogorovSmirnovTest.withDefaults()
        .test(p, u -> Math.min(1, Math.max(0, u)))
        .getPValue();
  }
}

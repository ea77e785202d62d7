package io.vigia.training.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vigia.calibration.Calibration;
import io.vigia.retrain.GateEvidence.Uniformity;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PValueUniformityTest {
  private static final int TRIALS = 2000;

  @Test
  void theDistanceIsOverTheValuesThatPValuesCanTake() {
    // Two calibration scores: p is 1/3, 2/3 or 1, each as often as the others.
    double[] even = {1 / 3.0, 2 / 3.0, 1};
    assertThat(PValueUniformity.of(even, singly(3), 2).distance()).isCloseTo(0, within(1e-12));
    double[] rare = {1 / 3.0, 1 / 3.0, 1 / 3.0};
    assertThat(PValueUniformity.of(rare, singly(3), 2).distance())
        .isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void ofVeryManyCalibrationRowsItIsTheOneSampleTest() {
    // D = 0.3 of 10: Stephens' approximation of the Kolmogorov distribution gives 0.27.
    double[] pValues = {0.05, 0.15, 0.2, 0.25, 0.3, 0.42, 0.55, 0.65, 0.7, 0.7001};
    Uniformity uniformity = PValueUniformity.of(pValues, singly(10), 1_000_000_000);
    assertThat(uniformity.distance()).isCloseTo(0.2999, within(1e-6));
    assertThat(uniformity.pValue()).isCloseTo(0.273, within(0.02));
  }

  @Test
  void aFiniteCalibrationIsNotMistakenForADrift() {
    assertThat(refused(1000, 1, 5000, 0)).isBetween(0.002, 0.02);
  }

  @Test
  void repeatedRowsOfAGroupAreNotMistakenForADrift() {
    assertThat(refused(1000, 10, 200, 0)).isBetween(0.0, 0.02);
  }

  @Test
  void aShiftIsFound() {
    assertThat(refused(1000, 1, 2000, 0.3)).isGreaterThan(0.95);
  }

  /** The share of trials whose p-values are found not uniform at 1 %. */
  private static double refused(int calibration, int inGroup, int groups, double shift) {
    SplittableRandom random = new SplittableRandom(7);
    List<String> names =
        IntStream.range(0, groups * inGroup).mapToObj(i -> "g" + i / inGroup).toList();
    int refused = 0;
    int trials = TRIALS / 4;
    for (int trial = 0; trial < trials; trial++) {
      Calibration table =
          Calibration.of(
              IntStream.range(0, calibration).mapToDouble(i -> random.nextGaussian()).toArray());
      double[] pValues = new double[groups * inGroup];
      for (int group = 0; group < groups; group++) {
        double p = table.pValue(random.nextGaussian() + shift);
        Arrays.fill(pValues, group * inGroup, (group + 1) * inGroup, p);
      }
      refused += PValueUniformity.of(pValues, names, calibration).pValue() < 0.01 ? 1 : 0;
    }
    return refused / (double) trials;
  }

  private static List<String> singly(int count) {
    return IntStream.range(0, count).mapToObj(i -> "row-" + i).toList();
  }
}

package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CalibrationTailTest {
  private static final int N = 10_000;

  @Test
  void upToTheLargestScoreThePValueIsTheEmpiricalOne() {
    double[] scores = draws(1, N, u -> -Math.log(u));
    Calibration plain = Calibration.of(scores);
    Calibration tailed = Calibration.of(scores, TailMethod.GPD);
    double largest = Arrays.stream(scores).max().orElseThrow();
    for (double s = 0; s <= largest; s += 0.01) {
      assertThat(tailed.pValue(s)).isEqualTo(plain.pValue(s));
      assertThat(tailed.method(tailed.pValue(s))).isEqualTo(PValueMethod.EMPIRICAL);
    }
  }

  @Test
  void beyondTheLargestScoreItFallsToTheFloorAndNeverRises() {
    Calibration calibration = Calibration.of(draws(2, N, u -> -Math.log(u)), TailMethod.GPD);
    double before = 1;
    for (double s = 0; s < 60; s += 1.0 / 64) {
      double p = calibration.pValue(s);
      assertThat(p).isLessThanOrEqualTo(before).isGreaterThanOrEqualTo(calibration.floor());
      before = p;
    }
    assertThat(before).isEqualTo(calibration.floor()).isLessThan(calibration.reach());
    assertThat(calibration.pValue(Double.POSITIVE_INFINITY)).isEqualTo(calibration.floor());
    assertThat(calibration.method(before)).isEqualTo(PValueMethod.TAIL);
    assertThat(calibration.reach()).isEqualTo(1.0 / (N + 1));
  }

  @Test
  void thresholdInTheTailSaysTheSameAsThePValue() {
    Calibration calibration = Calibration.of(draws(3, N, u -> -Math.log(u)), TailMethod.GPD);
    for (double p : new double[] {9e-5, 5e-5, 2e-5}) {
      double threshold = calibration.threshold(p);
      assertThat(calibration.pValue(threshold + 1e-9)).isLessThanOrEqualTo(p);
      assertThat(calibration.pValue(threshold - 1e-6)).isGreaterThan(p);
    }
    assertThat(calibration.threshold(calibration.floor() / 2)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void beyondTheReachAboutAsManyBackgroundScoresAreAsRareAsTheTailSays() {
    // 100 calibrations: the mean true probability beyond the threshold of p = 1 / (5 n).
    double p = 1.0 / (5 * N);
    double sum = 0;
    for (int seed = 0; seed < 100; seed++) {
      Calibration calibration = Calibration.of(draws(seed, N, u -> -Math.log(u)), TailMethod.GPD);
      sum += Math.exp(-calibration.threshold(p));
    }
    assertThat(sum / 100 / p).isBetween(0.5, 1.5);
  }

  @Test
  void aTailThatDoesNotFitIsKeptButNotUsed() {
    Calibration calibration = Calibration.of(draws(4, N, u -> 1 - u), TailMethod.GPD);
    assertThat(calibration.tail().orElseThrow().isRefused()).isTrue();
    assertThat(calibration.floor()).isEqualTo(calibration.reach());
    assertThat(calibration.pValue(5)).isEqualTo(calibration.reach());
  }

  @Test
  void withoutATailPValuesEndAtTheReach() {
    double[] scores = draws(5, N, u -> -Math.log(u));
    Calibration calibration = Calibration.of(scores, TailMethod.NONE);
    assertThat(calibration.tail()).isEmpty();
    assertThat(calibration.pValue(1e6)).isEqualTo(1.0 / (N + 1));
  }

  @Test
  void isRestoredToTheSamePValues() {
    Calibration made = Calibration.of(draws(6, N, u -> Math.pow(u, -0.2)), TailMethod.GPD);
    float[] scores = made.toArray();
    double[] same = new double[scores.length];
    Arrays.setAll(same, i -> scores[i]);
    Calibration restored = Calibration.restored(same, made.tail().orElseThrow());
    for (double s = 0; s < 30; s += 0.01) {
      assertThat(restored.pValue(s)).isEqualTo(made.pValue(s));
    }
    assertThat(restored.floor()).isCloseTo(made.floor(), within(0.0));
  }

  private static double[] draws(long seed, int count, DoubleUnaryOperator ofSurvival) {
    Random random = new Random(seed);
    double[] draws = new double[count];
    Arrays.setAll(draws, i -> ofSurvival.applyAsDouble(1 - random.nextDouble()));
    return draws;
  }
}

package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final double[] FOUR = {3, 1, 2, 2};

  @Test
  void countsTheScoresAtLeastAsRare() {
    Calibration calibration = Calibration.of(FOUR);
    assertThat(calibration.pValue(0.5)).isEqualTo(1.0);
    assertThat(calibration.pValue(1)).isEqualTo(1.0);
    assertThat(calibration.pValue(2)).isEqualTo(4.0 / 5);
    assertThat(calibration.pValue(2.5)).isEqualTo(2.0 / 5);
    assertThat(calibration.pValue(3)).isEqualTo(2.0 / 5);
    assertThat(calibration.pValue(3.01)).isEqualTo(1.0 / 5);
    assertThat(calibration.pValue(Double.POSITIVE_INFINITY)).isEqualTo(calibration.floor());
  }

  @Test
  void isTheCountWhateverTheShapeOfTheScores() {
    Random random = new Random(17);
    for (int round = 0; round < 200; round++) {
      int n = 1 + random.nextInt(300);
      double spread = Math.pow(10, random.nextInt(9) - 3);
      int kind = random.nextInt(3);
      double[] scores =
          IntStream.range(0, n)
              .mapToDouble(
                  i ->
                      switch (kind) {
                        case 0 -> (float) (random.nextGaussian() * spread);
                        case 1 -> random.nextInt(4);
                        default -> (float) Math.exp(spread * random.nextGaussian() % 80);
                      })
              .toArray();
      Calibration calibration = Calibration.of(scores);
      for (int probe = 0; probe < 300; probe++) {
        double nll =
            switch (random.nextInt(4)) {
              case 0 -> scores[random.nextInt(n)];
              case 1 -> Math.nextUp(scores[random.nextInt(n)]);
              case 2 -> random.nextGaussian() * spread * 3;
              default -> random.nextBoolean() ? Double.POSITIVE_INFINITY : -1e300;
            };
        long atLeast = java.util.Arrays.stream(scores).filter(c -> c >= nll).count();
        assertThat(calibration.pValue(nll))
            .as("round %s, kind %s, nll %s", round, kind, nll)
            .isEqualTo((1.0 + atLeast) / (n + 1.0));
      }
    }
  }

  @Test
  void roundsScoresUpSoThatNoPValueGetsSmaller() {
    double score = 1.0 + 1e-12;
    assertThat(Calibration.of(new double[] {score}).pValue(score)).isEqualTo(1.0);
    assertThat(Calibration.of(new double[] {score}).pValue(1.0)).isEqualTo(1.0);
  }

  @Test
  void thresholdSaysTheSameAsThePValue() {
    Random random = new Random(5);
    double[] scores = random.doubles(997).map(u -> Math.round(u * 300) / 8.0).toArray();
    Calibration calibration = Calibration.of(scores);
    for (double p : new double[] {1e-4, 1e-3, 1.0 / 998, 2.0 / 998, 0.01, 0.1, 0.5, 0.999}) {
      double threshold = calibration.threshold(p);
      for (double s = -1; s < 40; s += 1.0 / 16) {
        assertThat(s > threshold)
            .as("p = %s, score = %s, threshold = %s", p, s, threshold)
            .isEqualTo(calibration.pValue(s) <= p);
      }
    }
  }

  @Test
  void pValuesOfHeldOutBackgroundAreUniform() {
    Random random = new Random(11);
    Calibration calibration = Calibration.of(gaussianNll(random, 20_000));
    double[] p =
        IntStream.range(0, 5_000).mapToDouble(i -> calibration.pValue(nll(random))).toArray();
    double ks = uniformity(p);
    assertThat(ks).isBetween(0.01, 1.0);
  }

  @Test
  void pValuesOfShiftedBackgroundAreNotUniform() {
    Random random = new Random(12);
    Calibration calibration = Calibration.of(gaussianNll(random, 20_000));
    double[] p =
        IntStream.range(0, 5_000).mapToDouble(i -> calibration.pValue(nll(random) + 0.1)).toArray();
    double ks = uniformity(p);
    assertThat(ks).isLessThan(1e-6);
  }

  @Test
  void floorIsOneOverNPlusOne() {
    assertThat(Calibration.of(FOUR).floor()).isCloseTo(0.2, within(1e-15));
    assertThat(Calibration.of(FOUR).threshold(0.1)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void refusesWhatIsNoScore() {
    assertThatThrownBy(() -> Calibration.of(new double[0])).hasMessageContaining("at least one");
    assertThatThrownBy(() -> Calibration.of(new double[] {1, Double.NaN}))
        .hasMessageContaining("score 1 is NaN");
    assertThatThrownBy(() -> Calibration.of(new double[] {1e300})).hasMessageContaining("finite");
    assertThatThrownBy(() -> Calibration.of(FOUR).pValue(Double.NaN)).hasMessageContaining("NaN");
  }

  /** The p-value of a one-sample Kolmogorov-Smirnov test against the uniform distribution. */
  private static double uniformity(double[] p) {
    return KolmogorovSmirnovTest.withDefaults()
        .test(p, u -> Math.min(1, Math.max(0, u)))
        .getPValue();
  }

  private static double[] gaussianNll(Random random, int n) {
    return IntStream.range(0, n).mapToDouble(i -> nll(random)).toArray();
  }

  private static double nll(Random random) {
    double x = random.nextGaussian();
    return 0.5 * x * x + 0.5 * Math.log(2 * Math.PI);
  }
}

package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoissonIntervalTest {
  /** The 90 % limits as printed in Garwood 1936 and in later tables, to four decimals. */
  @ParameterizedTest
  @CsvSource({"0, 0, 2.9957", "1, 0.0513, 4.7439", "10, 5.4254, 16.9622"})
  void isThePublishedOne(double count, double low, double high) {
    PoissonInterval interval = PoissonInterval.of(count, 0.9);

    assertThat(interval.low()).isCloseTo(low, within(5e-5));
    assertThat(interval.high()).isCloseTo(high, within(5e-5));
  }

  @Test
  void coversTheMeanAtLeastAsOftenAsItSays() {
    Random random = new Random(7);
    for (double mean : new double[] {0.7, 3, 12}) {
      int covered = 0;
      for (int trial = 0; trial < 2_000; trial++) {
        covered += PoissonInterval.of(poisson(mean, random), 0.9).contains(mean) ? 1 : 0;
      }
      assertThat(covered / 2_000.0).as("mean %s", mean).isBetween(0.885, 0.99);
    }
  }

  private static int poisson(double mean, Random random) {
    int count = -1;
    for (double sum = 0; sum < mean; count++) {
      sum -= Math.log(1 - random.nextDouble());
    }
    return count;
  }

  @Test
  void ofEqualWeightsIsThatOfTheCountTimesTheWeight() {
    PoissonInterval weighted = PoissonInterval.ofWeights(10 * 5, 10 * 25, 0.9);

    assertThat(weighted.low()).isCloseTo(5 * 5.4254, within(1e-3));
    assertThat(weighted.high()).isCloseTo(5 * 16.9622, within(1e-3));
    assertThat(PoissonInterval.ofWeights(0, 0, 0.9).low()).isZero();
  }

  @Test
  void refusesWhatIsNoCount() {
    assertThatThrownBy(() -> PoissonInterval.of(-1, 0.9)).hasMessageContaining("-1");
    assertThatThrownBy(() -> PoissonInterval.of(Double.NaN, 0.9)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> PoissonInterval.of(1, 1)).hasMessageContaining("(0, 1)");
  }
}

package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class BinomialIntervalTest {
  @Test
  void endsAreWhereACountThisExtremeHasHalfTheRest() {
    for (int k : new int[] {1, 3, 10, 29}) {
      BinomialInterval interval = BinomialInterval.of(k, 30, 0.9);
      assertThat(BinomialDistribution.of(30, interval.low()).survivalProbability(k - 1))
          .isCloseTo(0.05, within(1e-9));
      assertThat(BinomialDistribution.of(30, interval.high()).cumulativeProbability(k))
          .isCloseTo(0.05, within(1e-9));
    }
    assertThat(BinomialInterval.of(0, 30, 0.9).low()).isZero();
    assertThat(BinomialInterval.of(30, 30, 0.9).high()).isEqualTo(1);
  }

  @Test
  void coversEveryShareAtLeastAsOftenAsItSays() {
    for (double share : new double[] {0.01, 0.1, 0.5, 0.93}) {
      BinomialDistribution counts = BinomialDistribution.of(40, share);
      double covered = 0;
      for (int k = 0; k <= 40; k++) {
        covered += BinomialInterval.of(k, 40, 0.95).contains(share) ? counts.probability(k) : 0;
      }
      assertThat(covered).as("share %s", share).isGreaterThanOrEqualTo(0.95);
    }
  }

  @Test
  void refusesWhatIsNoShare() {
    assertThatThrownBy(() -> BinomialInterval.of(3, 2, 0.9)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> BinomialInterval.of(0, 0, 0.9)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> BinomialInterval.of(1, 2, 1)).hasMessageContaining("(0, 1)");
  }
}

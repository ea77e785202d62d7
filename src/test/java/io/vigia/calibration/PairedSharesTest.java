package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedSharesTest {
  @Test
  void onlyEventsThatOneFoundTellThemApart() {
    // 2 (C(10,0) + C(10,1) + C(10,2)) / 2^10
    assertThat(new PairedShares(50, 8, 2).pValue()).isCloseTo(112.0 / 1024, within(1e-12));
    assertThat(new PairedShares(5_000, 2, 8).pValue()).isCloseTo(112.0 / 1024, within(1e-12));
    assertThat(new PairedShares(50, 0, 0).pValue()).isEqualTo(1);
    assertThat(new PairedShares(50, 8, 2).difference()).isCloseTo(0.12, within(1e-12));
  }

  @Test
  void theIntervalCoversTheDifferenceAboutAsOftenAsItSays() {
    Random random = new Random(12);
    int covered = 0;
    int runs = 4_000;
    for (int run = 0; run < runs; run++) {
      int b = 0;
      int c = 0;
      for (int i = 0; i < 60; i++) {
        double u = random.nextDouble();
        b += u < 0.25 ? 1 : 0;
        c += u > 0.9 ? 1 : 0;
      }
      double[] interval = new PairedShares(60, b, c).interval(0.95);
      covered += interval[0] <= 0.15 && 0.15 <= interval[1] ? 1 : 0;
    }
    assertThat(covered / (double) runs).isBetween(0.935, 0.975);
  }

  @Test
  void theIntervalStaysWithinWhatADifferenceCanBe() {
    double[] interval = new PairedShares(3, 3, 0).interval(0.95);
    assertThat(interval[1]).isLessThanOrEqualTo(1);
    assertThat(interval[0]).isGreaterThan(-1).isLessThan(interval[1]);
    assertThatThrownBy(() -> new PairedShares(3, 2, 2)).hasMessageContaining("2 and 2");
  }
}

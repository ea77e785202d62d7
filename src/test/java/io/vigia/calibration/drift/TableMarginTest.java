package io.vigia.calibration.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.calibration.BinomialInterval;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TableMarginTest {
  private static final int ROWS = 500;
  private static final int TABLES = 2_000;
  private static final double DELTA = 0.05;

  /** Of uniform scores: the law of p against a table is then known. */
  @Test
  void tablesGoBeyondABoundNoMoreOftenThanItSays() {
    TableMargin margin = new TableMargin(ROWS, DELTA);
    int means = 0;
    int most = 0;
    int least = 0;
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < TABLES; i++) {
      double[] table = random.doubles(ROWS).sorted().toArray();
      double mean = (1 + Arrays.stream(table).sum()) / (ROWS + 1);
      means += Math.abs(mean - 0.5) > margin.mean() ? 1 : 0;
      // p <= 0.02 where at most 9 of 500 scores are as large: beyond the tenth largest.
      double probability = 1 - table[ROWS - 10];
      most += probability > margin.most(0.02) ? 1 : 0;
      least += probability < margin.least(0.02) ? 1 : 0;
    }
    for (int beyond : new int[] {means, most, least}) {
      assertThat(BinomialInterval.of(beyond, TABLES, 0.99).low()).isLessThanOrEqualTo(DELTA);
    }
    assertThat(least).as("the bound is not empty").isPositive();
  }

  @Test
  void belowTheReachNothingIsTooRare() {
    TableMargin margin = new TableMargin(ROWS, DELTA);
    assertThat(margin.least(1e-4)).isZero();
    assertThat(margin.most(1e-4)).isPositive();
  }
}

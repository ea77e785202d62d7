package io.vigia.app.bench.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTableTest {
  private static double number(Figures figures, int row, String column) {
    return figures.cell(row, column) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  @Test
  void everyBudgetIsKeptAlsoAfterAStep() {
    Figures figures = new BudgetTable(1).run(line -> {});

    assertThat(figures.size()).isEqualTo(9 * 5);
    for (int row = 0; row < figures.size(); row++) {
      assertThat(number(figures, row, "realised"))
          .as(
              "%s a %s, %s, %s",
              figures.cell(row, "target"),
              figures.cell(row, "per"),
              figures.cell(row, "delivery"),
              figures.cell(row, "stream"))
          .isBetween(number(figures, row, "low"), number(figures, row, "high"));
    }
  }

  @Test
  void discoveriesAreFalseAtMostAsOftenAsAsked() {
    Figures figures = new DiscoveryTable(2).run(line -> {});

    for (int row = 0; row < figures.size(); row++) {
      boolean isRate = String.valueOf(figures.cell(row, "rule")).startsWith("fdr");
      boolean isEnough = number(figures, row, "n_cal") >= number(figures, row, "needed");
      if (isRate && isEnough) {
        // Over 20 days the mean of a day's share has a standard error of about 0.02 at most.
        assertThat(number(figures, row, "fdr")).isLessThan(0.16);
        assertThat(number(figures, row, "power")).isGreaterThan(0.8);
      }
    }
  }
}

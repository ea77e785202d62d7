package io.vigia.app.bench.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecondLevelTableTest {
  @Test
  void falseAlarmsBehindTwoLevelsAreThosePromised() {
    Figures figures = new SecondLevelTable(2).run(line -> {});
    assertThat(figures.size()).isEqualTo(12);
    for (int row = 0; row < figures.size(); row++) {
      assertThat(figures.cell(row, "within")).as("row %s", row).isEqualTo(true);
    }
  }
}

package io.vigia.app.bench.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void rowsAreObjectsForProgramsAndAlignedLinesForPeople() {
    Figures figures =
        new Figures("set", "p", "alarms", "within")
            .add("shuttle", 0.01, 12L, true)
            .add("gauss", 0.0001, 1234567L, false)
            .add("none", Double.NaN, null, null);

    assertThat(figures.toJson())
        .hasToString(
            "[{\"set\":\"shuttle\",\"p\":0.01,\"alarms\":12,\"within\":true},"
                + "{\"set\":\"gauss\",\"p\":1.0E-4,\"alarms\":1234567,\"within\":false},"
                + "{\"set\":\"none\",\"p\":null,\"alarms\":null,\"within\":null}]");
    assertThat(figures.lines())
        .containsExactly(
            "    set          p   alarms  within",
            "shuttle      0.010       12    true",
            "  gauss  1.000e-04  1234567   false",
            "   none          -        -       -");
  }

  @Test
  void aRowWithoutACellForEachColumnIsRefused() {
    assertThatThrownBy(() -> new Figures("a", "b").add(1))
        .hasMessageContaining("1 cells for the columns [a, b]");
  }
}

package io.vigia.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5min, PT5M", "2h, PT2H", "7d, PT168H", "0.5h, PT30M"})
  void isANumberAndItsUnit(String written, Duration meant) {
    assertThat(DurationText.parse(written)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "5 weeks", "-1s", "1e3s", "200000d"})
  void refusesEverythingElse(String written) {
    assertThatThrownBy(() -> DurationText.parse(written)).hasMessageContaining("are allowed");
  }

  @Test
  void isWrittenInTheLargestUnitThatFits() {
    assertThat(DurationText.of(Duration.ofMinutes(90))).isEqualTo("1.5 h");
    assertThat(DurationText.of(Duration.ofMillis(20))).isEqualTo("20 ms");
  }
}

package io.vigia.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeSpanTest {
  @Test
  void readsWhatPeopleWrite() {
    assertThat(TimeSpan.parse("30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(TimeSpan.parse("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(TimeSpan.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(TimeSpan.parse("2h1s")).isEqualTo(Duration.ofSeconds(7201));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "s", "-5s", "1.5m", "5s1m", "1d", "5 m", "9999999s"})
  void refusesTheRest(String text) {
    assertThatThrownBy(() -> TimeSpan.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "' is no span of time; write it as 30s, 5m or 1h30m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "59s", "5m", "1h30m", "24h", "1h1s"})
  void writesWhatItReads(String text) {
    assertThat(TimeSpan.text(TimeSpan.parse(text))).isEqualTo(text);
  }
}

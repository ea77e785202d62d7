package io.vigia.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({"PT90M, 1.5 h", "PT0.02S, 20 ms", "P30D, 30 d", "PT59S, 59 s", "PT-2M, -2 min"})
  void isWrittenInTheLargestUnitOfWhichThereIsOne(Duration length, String text) {
    assertThat(DurationText.of(length)).isEqualTo(text);
  }
}

package io.vigia.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class AlertsCommandTest {
  @Test
  void numbersHaveAPointWhateverTheLocale() {
    String alert =
        """
        {"id":"7","trigger_time":"2026-11-24T08:00:00Z","alert_tense":"injection","p_value":0.00025,
         "far":3.5,"nll":28.02,"features":{"x":1.5}}
        """;
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(AlertsCommand.line(alert.getBytes(UTF_8)))
          .contains("p 0.00025", "far 3.5 Hz", "nll 28.02", "[injection]", "{\"x\":1.5}");
    } finally {
      Locale.setDefault(before);
    }
  }
}

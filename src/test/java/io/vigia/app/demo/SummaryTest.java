package io.vigia.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.calibration.FalseAlarms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final DemoSettings SETTINGS =
      new DemoSettings(Duration.ofSeconds(60), 2000, 1e-4, 5);

  @Test
  void saysInPlainWordsWhatCameOut() {
    assertThat(summary(counts(119_976, 24, 11, 3)).lines())
        .containsExactly(
            "",
            "SUMMARY   120,000 records in 60 s, 2,000 a second",
            "outcome   119,976 scored, 24 dead letters (16 malformed, 8 wrong-type). None",
            "          lost, none doubled: every record had exactly one outcome.",
            "latency   from the event to its score at the subscriber: half within 60 ms, 99",
            "          of 100 within 130 ms, after a warm-up of 5 s",
            "alerts    14: 3 of 5 anomalies caught, and 11 false alarms",
            "missed    2 were rare too, with p-values from 1.2e-04 to 3.0e-03, but not rarer",
            "          than the threshold",
            "false     11 alarms, where 11.0 are expected of 119,971 ordinary events. In 95",
            "          of 100 demos there are 3 to 22, by chance and since 119,757",
            "          calibration events fix the threshold only so well: the promised rate",
            "          was kept.");
  }

  @Test
  void saysLoudlyWhatIsMissing() {
    Summary summary = summary(counts(119_970, 24, 11, 3));
    assertThat(summary.balanced()).isFalse();
    assertThat(summary.lines())
        .anySatisfy(line -> assertThat(line).startsWith("FAULT     6 records have no outcome"));
    assertThat(summary.json().path("missing").longValue()).isEqualTo(6);
  }

  @Test
  void saysWhenFalseAlarmsAreNotWhatWasPromised() {
    assertThat(String.join(" ", summary(counts(119_976, 24, 40, 3)).lines()).replaceAll(" +", " "))
        .contains("THIS ONE IS OUTSIDE");
  }

  @Test
  void linesFitATerminal() {
    assertThat(summary(counts(119_976, 24, 11, 3)).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Screen.WIDTH));
  }

  @Test
  void jsonHasThePromisedKeys() {
    var json = summary(counts(119_976, 24, 11, 3)).json();
    assertThat(json.path("events").longValue()).isEqualTo(120_000);
    assertThat(json.path("scored").longValue()).isEqualTo(119_976);
    assertThat(json.path("dead_letters").longValue()).isEqualTo(24);
    assertThat(json.path("alerts").longValue()).isEqualTo(14);
    assertThat(json.path("injected").longValue()).isEqualTo(5);
    assertThat(json.path("injected_caught").longValue()).isEqualTo(3);
    assertThat(json.path("false_alarms").longValue()).isEqualTo(11);
    assertThat(json.path("false_alarms_expected").doubleValue()).isEqualTo(11.02);
    assertThat(json.path("events_per_s").doubleValue()).isEqualTo(2000);
    assertThat(json.path("p99_ms").longValue()).isEqualTo(130);
  }

  private static Summary summary(Counts counts) {
    return new Summary(counts, new FalseAlarms(counts.background(), 11, 119_757), SETTINGS);
  }

  private static Counts counts(long scored, long deadLetters, long falseAlarms, long caught) {
    return new Counts(
        120_000,
        scored,
        scored - 5,
        Map.of("malformed", deadLetters - 8, "wrong-type", 8L),
        falseAlarms + caught,
        falseAlarms + caught,
        5,
        caught,
        List.of(1.2e-4, 3e-3),
        0,
        60.0,
        60,
        130);
  }
}

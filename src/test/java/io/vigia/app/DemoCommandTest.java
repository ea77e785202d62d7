package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.calibration.FalseAlarms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The demo as a newcomer starts it, by the shipped topology and bundle. */
class DemoCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyRecordHasAnOutcomeAndAnomaliesAreCaught() throws Exception {
    Set<Long> before = children();

    int code = demo("--duration", "12s", "--json", "--http-port", "0", "--anomalies", "1e-3");

    assertThat(code).as("what it said: %s", err).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.path("events").longValue()).isEqualTo(24_000);
    assertThat(json.path("dead_letters").longValue()).isEqualTo(5);
    assertThat(json.path("scored").longValue()).isEqualTo(24_000 - 5);
    assertThat(json.path("missing").longValue()).isZero();
    assertThat(json.path("doubled").longValue()).isZero();
    assertThat(json.path("alerts").longValue())
        .isEqualTo(
            json.path("injected_caught").longValue() + json.path("false_alarms").longValue());
    // At this seed 24 are put in; about all are rare enough.
    assertThat(json.path("injected").longValue()).isBetween(10L, 40L);
    assertThat(json.path("injected_caught").longValue())
        .isBetween(json.path("injected").longValue() / 2, json.path("injected").longValue());
    long expected = Math.round(json.path("false_alarms_expected").doubleValue());
    assertThat(expected).isEqualTo(2);
    assertThat(json.path("false_alarms").longValue())
        .isLessThanOrEqualTo(new FalseAlarms(24_000, 11, 119_757).quantile(1 - 1e-4));
    assertThat(json.path("p99_ms").longValue()).isPositive();
    assertThat(err.toString()).contains("SUMMARY").contains("dead letter, malformed");
    assertThat(children()).isEqualTo(before);
  }

  @Test
  void optionsThatAreNotAllowedAreNamed() {
    assertThat(demo("--duration", "soon")).isEqualTo(Failures.BAD_INPUT);
    assertThat(err.toString()).contains("'soon' is no span of time");
    assertThat(demo("--rate", "0")).isEqualTo(Failures.BAD_INPUT);
    assertThat(err.toString()).contains("--rate is 0.0; allowed: 1 to 1000000");
    assertThat(demo("--anomalies", "2")).isEqualTo(Failures.BAD_INPUT);
    assertThat(demo("--duration", "0s")).isEqualTo(Failures.BAD_INPUT);
  }

  private int demo(String... options) {
    CommandLine command = Vigia.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    String[] args = new String[options.length + 1];
    args[0] = "demo";
    System.arraycopy(options, 0, args, 1, options.length);
    return command.execute(args);
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}

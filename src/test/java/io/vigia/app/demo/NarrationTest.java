package io.vigia.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.calibration.Calibration;
import io.vigia.calibration.FalseAlarms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class NarrationTest {
  private static final ModelFacts MODEL =
      new ModelFacts(
          "dimuon/1",
          360_432,
          Calibration.of(DoubleStream.iterate(0, i -> i + 1).limit(119_757).toArray()),
          1e-4);

  @Test
  void introductionSaysWhatToExpect() {
    assertThat(
            String.join(" ", Narration.introduction(settings(1e-4), MODEL)).replaceAll(" +", " "))
        .contains("About 1 in 10,000 is an anomaly")
        .contains("learned from 360,432 ordinary events")
        .contains("p-value is 0.0001 or less: of 119,757 ordinary events")
        .contains("only 11 were as rare")
        .contains("about 11 false alarms a minute");
  }

  @Test
  void linesFitATerminal() {
    List<String> lines = new ArrayList<>(Narration.introduction(settings(0), MODEL));
    lines.addAll(Narration.introduction(settings(1e-4), MODEL));
    lines.addAll(Narration.running(12.3, "127.0.0.1:29999", "dimuon.alerts", "127.0.0.1:65535"));
    lines.addAll(Narration.next());
    lines.addAll(
        Narration.deadLetter(
            new Notice.FirstDeadLetter(3700, "malformed", "long words ".repeat(40).strip())));
    lines.add(
        Narration.status(
            new Counts(
                999_999, 999_999, 999_999, Map.of(), 200, 200, 99, 99, List.of(), 0, 599, 999, 999),
            new FalseAlarms(1_000_000, 11, 119_757)));
    lines.add(
        Narration.alert(
            new Notice.Alert(
                3599, new MuonAlert(1e-5, Double.NaN, 823, -2.3, 1, 700, -2.3, -2), true)));
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Screen.WIDTH));
  }

  @Test
  void deadLetterLosesNothingWhereItIsWrapped() {
    String detail = "the field eta1 at /eta1 is text, where a number is needed, ".repeat(4).strip();
    assertThat(
            String.join("", Narration.deadLetter(new Notice.FirstDeadLetter(1, "x", detail)))
                .replaceAll("\\s", ""))
        .endsWith(detail.replaceAll("\\s", ""));
  }

  @Test
  void massAndDistanceAreThoseOfThePair() {
    // Back to back at eta 0 with 45.6 GeV each: m = 2 pt.
    MuonAlert pair = new MuonAlert(1e-4, 0.2, 45.6, 0, 0, 45.6, 0, Math.PI);
    assertThat(pair.mass()).isCloseTo(91.2, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(pair.distance()).isCloseTo(Math.PI, org.assertj.core.api.Assertions.within(1e-9));
  }

  private static DemoSettings settings(double anomalies) {
    return new DemoSettings(Duration.ofSeconds(60), 2000, anomalies, 5);
  }
}

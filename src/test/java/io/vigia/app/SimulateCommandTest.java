package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
  private final StringWriter errors = new StringWriter();

  @Test
  void writesTheSameFileForTheSameSeed(@TempDir Path directory) throws IOException {
    Path one = directory.resolve("deep/one.jsonl");
    Path two = directory.resolve("two.jsonl.gz");
    assertThat(simulate("dimuon", "--events", "300", "--seed", "5", "--out", one.toString()))
        .isZero();
    assertThat(simulate("dimuon", "--events", "300", "--seed", "5", "--out", two.toString()))
        .isZero();
    List<String> lines = Files.readAllLines(one);
    assertThat(lines).hasSize(300);
    assertThat(lines.get(1)).contains("\"t\":1767225600001,").doesNotContain("label");
    try (BufferedReader unzipped =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(two)), StandardCharsets.UTF_8))) {
      assertThat(unzipped.lines()).containsExactlyElementsOf(lines);
    }
  }

  @Test
  void labelsAnomaliesWhereAsked(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("labelled.jsonl");
    assertThat(
            simulate(
                "dimuon",
                "--events=500",
                "--anomalies=0.2",
                "--anomaly=heavy-resonance",
                "--label=label",
                "--out=" + file))
        .isZero();
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.stream().filter(line -> line.endsWith("\"label\":1}")).count())
        .isBetween(60L, 140L);
    assertThat(lines).allMatch(line -> line.matches(".*\"label\":[01]}"));
  }

  @Test
  void refusesWhatMakesNoSense(@TempDir Path directory) {
    String file = directory.resolve("none.jsonl").toString();
    assertThat(simulate("dimuon", "--anomalies", "2", "--out", file)).isEqualTo(2);
    assertThat(errors.toString()).contains("--anomalies is 2.0; it must be 0 to 1");
    assertThat(simulate("dimuon", "--anomaly", "z", "--out", file)).isEqualTo(2);
    assertThat(errors.toString()).contains("it must be one of dark-photon, heavy-resonance");
    assertThat(simulate("vectors", "--anomalies", "0.1", "--out", file)).isEqualTo(2);
    assertThat(simulate("photons", "--out", file)).isEqualTo(2);
    assertThat(Path.of(file)).doesNotExist();
  }

  private int simulate(String... args) {
    CommandLine command = new CommandLine(new SimulateCommand());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setErr(new PrintWriter(errors, true));
    return command.execute(args);
  }
}

package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void aCommandOfACommandIsNamedWhole() {
    CommandRun run = CommandRun.of("bench", "calibration", "--seeds", "0");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("vigia bench calibration: --seeds is 0");
  }

  @Test
  void aCatalogueThatWillNotDoIsNamedWithItsRule() throws IOException {
    Path catalogue = Files.writeString(folder.resolve("stars.csv"), "name,dec\nVega,38.8\n");
    Path topology =
        Files.writeString(
            folder.resolve("sky.yaml"),
            """
            version: 1
            name: sky
            source: {topic: sky.events, event-id: [/id]}
            features: [{name: ra, unit: deg}, {name: dec, unit: deg}]
            carry: [ra, dec]
            sky: {ra: ra, dec: dec}
            alerts: {suppress: [{name: stars, catalogue: {file: %s, radius: 2arcsec}}]}
            """
                .formatted(catalogue));
    CommandRun run = CommandRun.of("check", topology.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("alerts.suppress stars: catalogue.file: " + catalogue + " has no column ra");
  }

  /** With all seeds and tables: this test would run for an hour, were it said at the end. */
  @Test
  void figuresThatCannotBeWrittenAreNotMeasured() {
    Path nowhere = folder.resolve("none/figures.json");
    CommandRun run = CommandRun.of("bench", "calibration", "--json", nowhere.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--json is " + nowhere);
    assertThat(run.out()).isEmpty();
  }
}

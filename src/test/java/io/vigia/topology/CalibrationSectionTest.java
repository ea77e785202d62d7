package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.calibration.CalibrationSettings;
import io.vigia.calibration.CalibrationSettings.By;
import io.vigia.calibration.TailMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationSectionTest {
  private static final String TOPOLOGY =
      """
      version: 1
      name: sky
      source: {topic: sky.events, event-id: [/id]}
      features: [{name: mag}, {name: npv}]
      context: [{name: band, type: categorical}]
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @Test
  void groupsAndTailAreThoseOfTheFileAndToldByCheck() throws IOException {
    TopologySpec spec =
        WrittenTopology.read(
            folder,
            TOPOLOGY + "calibration: {by: [band, {input: npv, edges: [0, 10, 20.5]}], tail: none}");
    assertThat(spec.calibration())
        .isEqualTo(
            new CalibrationSettings(
                List.of(new By("band", List.of()), new By("npv", List.of(0.0, 10.0, 20.5))),
                TailMethod.NONE));
    assertThat(CheckReport.text(spec))
        .containsPattern("by band +each value")
        .containsPattern("by npv +ranges between 0.0, 10.0, 20.5")
        .containsPattern("tail +none");
  }

  @Test
  void withoutTheKeyThereIsATailAndNoGroup() throws IOException {
    TopologySpec spec = WrittenTopology.read(folder, TOPOLOGY);
    assertThat(spec.calibration()).isEqualTo(CalibrationSettings.DEFAULT);
    assertThat(CheckReport.text(spec)).doesNotContain("calibration");
  }
}

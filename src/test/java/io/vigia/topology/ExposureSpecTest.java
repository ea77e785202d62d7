package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposureSpecTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private TopologySpec read(String more) throws IOException {
    return WrittenTopology.read(folder, WrittenTopology.SHORTEST + more);
  }

  @Test
  void isWholeWhereAFileSaysNothing() throws IOException {
    ExposureSpec exposure = read("").exposure();

    assertThat(exposure).isEqualTo(ExposureSpec.DEFAULT);
    assertThat(exposure.text()).isEqualTo("event time without gaps above 60 s");
  }

  @Test
  void isReadAsWritten() throws IOException {
    Files.writeString(folder.resolve("good.json"), "{\"1\": [[1, 2]]}");
    TopologySpec spec =
        read(
            """
            segments: {id: [/run, lumi], seconds: 23.31, good: "state == 3", good-runs: good.json}
            weight: prescale
            site: {latitude: -30.2446, longitude: -70.7494}
            """);

    assertThat(spec.exposure().text())
        .isEqualTo(
            "23.31 s for each segment; segments by /run, lumi; where state == 3; where "
                + folder.resolve("good.json")
                + " says so; an event counts prescale times");
    assertThat(spec.source().layout().fields())
        .extracting(field -> field.pointer())
        .contains("/run", "/lumi", "/state", "/prescale");
    assertThat(spec.features().fields()).extracting(field -> field.pointer()).containsExactly("/x");
    assertThat(new PlacesRead(spec).keysByPointer())
        .containsEntry("/run", "segments.id[0]")
        .containsEntry("/lumi", "segments.id[1]")
        .containsEntry("/state", "segments.good")
        .containsEntry("/prescale", "weight");
  }

  @Test
  void doesNotChangeTheSchemaThatABundleIsBoundTo() throws IOException {
    assertThat(read("weight: prescale\nsegments: {id: [/run]}\n").features().sha256())
        .isEqualTo(read("").features().sha256());
  }
}

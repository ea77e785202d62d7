package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.event.EventFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCheckTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void aSampleOfEventsTellsWhatSamplesTakeADay() throws IOException {
    TopologySpec spec =
        WrittenTopology.read(
            folder,
            """
            version: 1
            name: short
            source: {topic: t, event-id: [/id], time: {field: /t, unit: s}}
            roles: {test: "x > 50"}
            features: [{name: x}]
            samples: {rate: 0.1}
            """);
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 101; i++) {
      events.append("{\"id\":%d,\"t\":%s,\"x\":1.5}\n".formatted(1000 + i, 5000 + i / 10.0));
    }
    events.append("{\"id\":9999,\"t\":9999,\"x\":99}\n");
    Path data = Files.writeString(folder.resolve("events.jsonl"), events);

    try (EventFile file = EventFile.open(data)) {
      SampleCheck check = SampleCheck.of(spec, file, 1000);
      JsonNode samples = check.json().get("samples");
      assertThat(samples.get("physics_hertz").asDouble()).isCloseTo(10, within(1e-9));
      double packet = samples.get("source_bytes").asDouble();
      double row = samples.get("features_bytes").asDouble();
      assertThat(packet - row)
          .as("a packet with its quotes escaped, in the place of the row")
          .isBetween(15.0, 35.0);
      assertThat(samples.get("features_bytes_per_day").asDouble())
          .isCloseTo(86_400 * 10 * 0.1 * row, within(1e-3));
      assertThat(check.text()).contains("samples a day  8.64e+04 at their 10.0 physics events");
    }
  }

  @Test
  void everyEventOfTheRealTwoMuonFileWouldBeScored() throws IOException {
    String folder = System.getenv().getOrDefault("VIGIA_DATA", "../shared/data");
    Path data = Path.of(folder, "physics/cms_dimuon_psi2s.csv.gz");
    assumeTrue(Files.exists(data), "SKIPPED: no real data at " + data + "; set VIGIA_DATA");
    TopologySpec spec = TopologyFile.read(Path.of("topology/cms-dimuon.yaml"));
    try (EventFile file = EventFile.open(data)) {
      SampleCheck check = SampleCheck.of(spec, file, Long.MAX_VALUE);
      assertThat(check.isGood()).isTrue();
      JsonNode json = check.json();
      assertThat(json.get("events").asInt()).isEqualTo(36_424);
      assertThat(json.get("would_be_scored").asInt()).isEqualTo(36_424);
      assertThat(json.get("roles").get("injection").asInt()).isEqualTo(720);
    }
  }
}

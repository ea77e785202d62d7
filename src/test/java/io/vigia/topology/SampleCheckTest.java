package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.event.EventFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SampleCheckTest {
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

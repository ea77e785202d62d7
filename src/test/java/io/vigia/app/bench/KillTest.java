package io.vigia.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.model.BundleDirectory;
import io.vigia.model.GaussianBundle;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exactly one outcome for each input, by the bundle that was in service, across SIGKILL in the
 * middle of a swap under load: {@code bench kill}, smaller.
 */
class KillTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void nothingIsMissingAndNothingIsDoubledAcrossKills() throws Exception {
    Path model = directory.resolve("gauss/1");
    Path file =
        Files.writeString(
            directory.resolve("dimuon.yaml"),
            """
            version: 1
            name: dimuon
            source: {topic: dimuon.events, format: json, event-id: [/run, /event]}
            features: [{name: eta1, unit: "1"}, {name: eta2, unit: "1"}]
            model: %s
            alerts: {pre-cut: 1e-2, threshold: 1e-3}
            kafka: {bootstrap.servers: "localhost:9092"}
            """
                .formatted(model));
    TopologySpec spec = TopologyFile.read(file);
    BundleDirectory.write(GaussianBundle.of(spec.features()), model);

    KillBench.Result result = new KillBench(file, spec, directory, 12_000, 2, 3).run();

    assertThat(result.missing()).as("missing").isZero();
    assertThat(result.doubled()).as("doubled").isZero();
    assertThat(result.deadLetters()).isEqualTo(120);
    assertThat(result.talliedReceived()).isEqualTo(12_000);
    assertThat(result.kills()).isEqualTo(2);
    assertThat(result.strangers()).as("scored by another model than cut-overs name").isZero();
    assertThat(result.cutovers()).isBetween(2L, 4L); // a command may replace one that waits
  }
}

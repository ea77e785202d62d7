package io.vigia.app;

import io.vigia.model.BundleDirectory;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.ScoringModel;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The bundle that a command scores by: the topology's, or one in its place. */
final class ModelOption {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A bundle in place of the topology's.")
  private @Nullable Path directory;

  /**
   * Reads, verifies and compiles it for a stream.
   *
   * @throws IllegalArgumentException where a member needs DJL
   */
  ScoringModel read(TopologySpec spec) throws IOException {
    return ScoringModel.of(stored(spec));
  }

  /** Reads, verifies and opens it for files, on the CPU. */
  OfflineModel open(TopologySpec spec) throws IOException {
    return OfflineModel.open(stored(spec), "cpu");
  }

  /** Where it is. */
  Path directory(TopologySpec spec) {
    return directory == null ? spec.model() : directory;
  }

  private StoredBundle stored(TopologySpec spec) throws IOException {
    return BundleDirectory.read(directory(spec));
  }
}

package io.vigia.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Topologies that a test writes itself. */
final class WrittenTopology {
  /** As little as a file may say. */
  static final String SHORTEST =
      """
      version: 1
      name: short
      source: {topic: t, event-id: [/id]}
      features: [{name: x}]
      """;

  private WrittenTopology() {}

  /** Writes a file into the folder and reads it. */
  static TopologySpec read(Path folder, String yaml) throws IOException {
    return TopologyFile.read(Files.writeString(folder.resolve("topology.yaml"), yaml));
  }
}

package io.vigia.app.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What one job has on disk until it has an end: checkpoints, and the bundle before it is published.
 * A folder that several workers share lets one go on where another was killed.
 */
record WorkFolder(Path directory) {
  /** Where checkpoints are. */
  Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  /** A place that does not exist yet for the bundle of this attempt. */
  Path newBundle() throws IOException {
    Files.createDirectories(directory);
    return Files.createTempDirectory(directory, "bundle-").resolve("bundle");
  }

  /** Removes all of it. */
  void remove() throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

package io.vigia.topology;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files and folders that a topology file names. */
final class NearbyFile {
  private NearbyFile() {}

  /**
   * From the working directory, else from the first folder above the topology file that has it.
   *
   * @param topology the topology file
   */
  static Path of(Path topology, String written) {
    Path file = Path.of(written);
    if (file.isAbsolute() || Files.exists(file)) {
      return file;
    }
    for (Path up = topology.toAbsolutePath().getParent(); up != null; up = up.getParent()) {
      if (Files.exists(up.resolve(file))) {
        return up.resolve(file);
      }
    }
    return file;
  }
}

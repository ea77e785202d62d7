package io.vigia.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/** Removes what a command made for itself. */
final class TemporaryDirectories {
  private TemporaryDirectories() {}

  static void delete(Path directory) throws IOException {
    File file = directory.toFile();
    if (file.exists()) {
      FileUtils.deleteDirectory(file);
    }
  }
}

package io.vigia.app;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that the program was started from by its launcher: where {@code topology/} and {@code
 * models/} are. The launcher says it in the system property {@code vigia.home}.
 */
final class Checkout {
  private Checkout() {}

  /** A path that exists under the working directory, else the one under the checkout. */
  static Path resolve(Path path) {
    if (path.isAbsolute() || Files.exists(path)) {
      return path;
    }
    String home = System.getProperty("vigia.home");
    return home == null ? path : Path.of(home).resolve(path);
  }
}

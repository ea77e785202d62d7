package io.vigia;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/** Real data beside the project, in the folder that VIGIA_DATA names; tests skip without it. */
public final class SharedData {
  private SharedData() {}

  /** A file or folder of it; the calling test is skipped, with a word, where it is absent. */
  public static Path folder(String name) {
    Path path = Path.of(System.getenv().getOrDefault("VIGIA_DATA", "../shared/data")).resolve(name);
    assumeThat(path)
        .as("SKIPPED: no real data; set VIGIA_DATA to the folder with " + name)
        .exists();
    return path;
  }
}

package io.vigia.density.flow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Numbers that another program computed, beside these tests' resources. */
final class ReferenceTable {
  private ReferenceTable() {}

  /** Its lines but for comments. */
  static List<double[]> read(String name) throws IOException {
    return new String(bytes(name), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  static byte[] bytes(String name) throws IOException {
    try (InputStream in = ReferenceTable.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}

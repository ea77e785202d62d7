package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code vigia check} says of each shipped topology is what its golden file says. Names of
 * topics, processors and stores are an on-disk contract: a difference here breaks a running
 * installation, unless it is meant. {@code mvn test -Dtest=ShippedTopologiesTest
 * -Dvigia.golden=write} writes the files anew.
 */
class ShippedTopologiesTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "topology");

  static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("topology"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void isAsItsGoldenFileSays(Path file) throws IOException {
    TopologySpec spec = TopologyFile.read(file);
    String text = CheckReport.text(spec) + StreamsDescription.text(spec);
    Path golden = GOLDEN.resolve(file.getFileName().toString().replace(".yaml", ".check.txt"));
    if ("write".equals(System.getProperty("vigia.golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @Test
  void thereAreSome() throws IOException {
    assertThat(shipped()).hasSizeGreaterThanOrEqualTo(2);
  }
}

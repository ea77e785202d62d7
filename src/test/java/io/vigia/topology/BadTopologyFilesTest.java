package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Files of the folder {@code bad}: each ends with the problems that it has, a line each, {@code #!
 * LINE: KEY TEXT}, the text from its beginning, no line for the file as a whole; no more problems
 * and no fewer.
 */
class BadTopologyFilesTest {
  @TestFactory
  Stream<DynamicTest> eachIsRefusedForAllItsReasons() throws IOException, URISyntaxException {
    URL folder = Objects.requireNonNull(getClass().getResource("bad"));
    List<Path> files;
    try (Stream<Path> listed = Files.list(Path.of(folder.toURI()))) {
      files = listed.sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(60);
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    List<String> expected =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("#! "))
            .map(line -> line.substring("#! ".length()))
            .toList();
    InvalidTopologyException refused =
        catchThrowableOfType(InvalidTopologyException.class, () -> TopologyFile.read(file));
    assertThat(refused).as("%s is accepted", file).isNotNull();
    String[] lines = String.valueOf(refused.getMessage()).split("\n");
    assertThat(expected).isNotEmpty();
    assertThat(lines).hasSize(expected.size());
    for (int i = 0; i < lines.length; i++) {
      String blank = Character.isDigit(expected.get(i).charAt(0)) ? "" : " ";
      assertThat(lines[i]).startsWith(file + ":" + blank + expected.get(i));
    }
  }
}

package io.vigia;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents name only what is there. */
class DocumentsTest {
  private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w+Test)(?:\\.\\w+)?`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  @Test
  void everyTestThatADocumentNamesExists() throws IOException {
    Set<String> tests;
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      tests =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Test.java"))
              .map(name -> name.replace(".java", ""))
              .collect(Collectors.toSet());
    }
    List<String> named = new ArrayList<>();
    for (Path document : documents()) {
      TEST_NAME.matcher(Files.readString(document)).results().forEach(m -> named.add(m.group(1)));
    }
    assertThat(named).isNotEmpty();
    assertThat(tests).containsAll(named);
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    for (Path document : documents()) {
      Path folder = document.toAbsolutePath().getParent();
      for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
        assertThat(folder.resolve(link.group(1))).as("a link in %s", document).exists();
      }
    }
  }

  @Test
  void everyMetricOfOursIsExplained() throws IOException {
    String operations = Files.readString(Path.of("docs", "operations.md"));
    List<String> families =
        Collections.list(new Telemetry(Set.of("a-cut")).registry().metricFamilySamples()).stream()
            .map(family -> family.name)
            .filter(name -> name.startsWith("vigia_") && !name.startsWith("vigia_kafka_"))
            .toList();
    assertThat(families).hasSizeGreaterThan(10);
    assertThat(families).allSatisfy(name -> assertThat(operations).contains("`" + name));
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(Path.of("README.md")));
    for (String folder : List.of("docs", "models")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    return documents;
  }
}

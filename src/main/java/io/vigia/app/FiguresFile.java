package io.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a benchmark that prints tables writes its figures, too. */
final class FiguresFile {
  @Option(names = "--json", paramLabel = "OUT", description = "Figures as JSON, into this file.")
  private @Nullable Path file;

  /** Writes the figures where that was asked for. */
  void write(JsonNode figures) throws IOException {
    if (file != null) {
      Files.writeString(
          file,
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures)
              + System.lineSeparator());
    }
  }
}

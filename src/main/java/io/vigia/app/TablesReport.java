package io.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * How a benchmark reports tables: lines for people, and JSON in a file where that was asked for.
 */
final class TablesReport {
  @Option(names = "--json", paramLabel = "OUT", description = "Figures as JSON, into this file.")
  private @Nullable Path file;

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  /**
   * Looks whether the file can be written, before the hours that the figures may take.
   *
   * @throws IllegalArgumentException where it cannot
   */
  void requireWritable() {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "--json is " + file + "; a file in a folder that exists is allowed");
    }
  }

  /** Says how far it is, on standard error. */
  void progress(String line) {
    command.commandLine().getErr().println(line);
  }

  /** Prints a line on standard output. */
  void line(String line) {
    command.commandLine().getOut().println(line);
  }

  /** Writes the figures into the file, if there is one. */
  void write(JsonNode figures) throws IOException {
    if (file != null) {
      Files.writeString(
          file,
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures)
              + System.lineSeparator());
    }
  }
}

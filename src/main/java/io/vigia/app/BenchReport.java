package io.vigia.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a benchmark reports: one JSON object, or a line for each figure. */
final class BenchReport {
  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  void print(CommandLine.Model.CommandSpec command, ObjectNode figures) throws Exception {
    if (json) {
      command
          .commandLine()
          .getOut()
          .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures));
    } else {
      figures
          .properties()
          .forEach(f -> command.commandLine().getOut().println(f.getKey() + ": " + f.getValue()));
    }
  }
}

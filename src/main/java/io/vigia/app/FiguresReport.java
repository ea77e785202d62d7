package io.vigia.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a command reports figures: JSON, or a line for each. */
final class FiguresReport {
  @Option(names = "--json", description = "JSON on standard output.")
  private boolean json;

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  /** Whether JSON was asked for. */
  boolean isJson() {
    return json;
  }

  /** Says how far it is, on standard error. */
  void progress(String line) {
    command.commandLine().getErr().println(line);
  }

  /**
   * Prints figures on standard output.
   *
   * @param figures an object, or several
   */
  void print(Object figures) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode tree = mapper.valueToTree(figures);
    if (json) {
      line(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
    } else if (tree.isArray()) {
      tree.forEach(this::lines);
    } else {
      lines(tree);
    }
  }

  private void lines(JsonNode figures) {
    figures.properties().forEach(figure -> line(figure.getKey() + ": " + figure.getValue()));
  }

  /** Prints a line on standard output. */
  void line(String line) {
    command.commandLine().getOut().println(line);
  }
}

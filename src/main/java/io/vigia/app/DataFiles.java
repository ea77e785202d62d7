package io.vigia.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The files of events that a bundle is made from. */
final class DataFiles {
  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "FILE",
      description = "CSV with a header or JSON lines, also gzipped.")
  private List<Path> files = List.of();

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  /** Whether there is any. */
  boolean isGiven() {
    return !files.isEmpty();
  }

  /**
   * Takes the rows of all files, and says on standard error what was left out.
   *
   * @throws CommandLine.ParameterException where there is no file
   */
  void readInto(TrainingRows rows) throws IOException {
    if (!isGiven()) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "Missing required option: '--data=FILE...'");
    }
    for (Path file : files) {
      rows.read(file);
    }
    rows.leftOut()
        .forEach(
            (why, count) ->
                command.commandLine().getErr().println("left out: " + count + " " + why));
  }
}

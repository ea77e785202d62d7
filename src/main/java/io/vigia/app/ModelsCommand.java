package io.vigia.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code vigia models}. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "The published bundles of a topology: which there are, and which one scores.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelsListCommand.class,
      ModelsShowCommand.class,
      ModelsDiffCommand.class,
      ModelsPromoteCommand.class,
      ModelsRollbackCommand.class,
      ModelsRejectCommand.class,
      ModelsExportCommand.class,
      ModelsImportCommand.class
    })
final class ModelsCommand implements Runnable {
  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec spec;

  /** Without a command: what commands there are. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}

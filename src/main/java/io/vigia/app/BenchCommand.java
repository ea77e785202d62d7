package io.vigia.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code vigia bench}: its subcommands are below. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Measures speed and survival here; see docs/benchmarks.md.",
    subcommands = {
      BenchScoringCommand.class,
      BenchStreamCommand.class,
      BenchKillCommand.class,
      BenchRetrainCommand.class,
      BenchAccuracyCommand.class,
      BenchTrainingCommand.class,
      BenchWarmStartCommand.class,
      BenchStampsCommand.class,
      BenchSetsCommand.class,
      BenchCalibrationCommand.class,
      BenchDriftCommand.class
    })
final class BenchCommand implements Runnable {
  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(command.commandLine(), "bench what?");
  }
}

package io.vigia.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry point. Exit codes: 0 ok, 1 failed, 2 bad usage or file. */
@Command(
    name = "vigia",
    description = {
      "Watches a stream of physics or astronomy events, says for each how improbable",
      "it is under a density learned from that stream, publishes calibrated alerts.",
      "",
      "New here? 'vigia demo' shows it at work in a minute."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      CheckCommand.class,
      TrainCommand.class,
      CalibrateCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      RunCommand.class,
      WorkerCommand.class,
      ProduceCommand.class,
      ScoreCommand.class,
      ExplainCommand.class,
      SampleCommand.class,
      AlertsCommand.class,
      FeedbackCommand.class,
      SubscriptionsCommand.class,
      ModelsCommand.class,
      SimulateCommand.class,
      BrokerCommand.class,
      BenchCommand.class,
      picocli.AutoComplete.GenerateCompletion.class
    })
public final class Vigia implements Runnable {
  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec spec;

  /** Without a command: what commands there are. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The command line, ready to execute. */
  public static CommandLine commandLine() {
    return new CommandLine(new Vigia())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures());
  }

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("demo")) {
      // Its screen says what happens; what Kafka's clients try again is not for a newcomer. Set
      // before the first logger.
      System.setProperty("vigia.log", "warn");
      System.setProperty("vigia.log.libraries", "error");
    }
    System.exit(commandLine().execute(args));
  }
}

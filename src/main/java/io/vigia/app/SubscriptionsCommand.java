package io.vigia.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code vigia subscriptions}. */
@Command(
    name = "subscriptions",
    mixinStandardHelpOptions = true,
    description = "Who gets which alerts of a topology, and what a subscription would have got.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SubscriptionsListCommand.class, SubscriptionsTestCommand.class})
final class SubscriptionsCommand implements Runnable {
  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec spec;

  /** Without a command: what commands there are. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}

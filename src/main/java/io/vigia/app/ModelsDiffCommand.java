package io.vigia.app;

import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigia models diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Two published bundles side by side: features, members, the p-values that each gives to the",
      "same statistic (of the first group of events), evaluation."
    })
final class ModelsDiffCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Parameters(index = "1", paramLabel = "A", description = "As MODEL of 'vigia models show'.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String first;

  @Parameters(index = "2", paramLabel = "B", description = "Likewise.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String second;

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws IOException {
    TopologySpec spec = topology.read();
    PublishedModels models = PublishedModels.of(spec);
    BundleDifference difference =
        new BundleDifference(models.read(models.find(first)), models.read(models.find(second)));
    if (json) {
      command.commandLine().getOut().println(difference.json());
    } else {
      difference.print(command.commandLine().getOut());
    }
    return 0;
  }
}

package io.vigia.app;

import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vigia models promote}. */
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = {
      "Puts a published bundle into service, on every partition, without a restart. It is fetched",
      "and verified first; what cannot score the stream is refused."
    })
final class ModelsPromoteCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Parameters(
      index = "1",
      paramLabel = "MODEL",
      description = "NAME/VERSION, VERSION, or the first digits of its sha256.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String model;

  @Mixin private Commander commander = new Commander();

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws IOException {
    TopologySpec spec = topology.read();
    PublishedModels models = PublishedModels.of(spec);
    new ModelActivation(spec, models, command.commandLine())
        .command(models.find(model), commander.by(), commander.reason("promoted by hand"));
    return 0;
  }
}

package io.vigia.app;

import io.vigia.retrain.ModelCard;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigia models export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes a published bundle into a directory, verified.")
final class ModelsExportCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Parameters(
      index = "1",
      paramLabel = "MODEL",
      description = "NAME/VERSION, VERSION, or the first digits of its sha256.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where it goes; must not exist yet.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path out;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws IOException {
    TopologySpec spec = topology.read();
    PublishedModels models = PublishedModels.of(spec);
    ModelCard card = models.find(model);
    models.archive().fetch(card, out);
    command.commandLine().getErr().println(out + ": " + card.label() + ", " + card.sha256());
    return 0;
  }
}

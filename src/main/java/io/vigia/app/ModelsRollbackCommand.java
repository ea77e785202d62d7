package io.vigia.app;

import io.vigia.registry.ModelHistory;
import io.vigia.retrain.ModelCard;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vigia models rollback}. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Puts the bundle into service that was in service before the present one. Again: the one",
      "before that."
    })
final class ModelsRollbackCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Mixin private Commander commander = new Commander();

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws IOException {
    TopologySpec spec = topology.read();
    PublishedModels models = PublishedModels.of(spec);
    String present = models.history().last().map(ModelHistory.Step::label).orElse("none");
    ModelHistory.Step before =
        models
            .history()
            .before()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "there is no bundle to go back to: before "
                            + present
                            + " none was in service; 'vigia models promote' takes any of them"));
    ModelCard card =
        models
            .archive()
            .bySha256(before.sha256())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        before.label()
                            + " was in service before, but is not on the topic of models; publish"
                            + " it by 'vigia models import', then promote it"));
    new ModelActivation(spec, models, command.commandLine())
        .command(card, commander.by(), commander.reason("rolled back from " + present));
    return 0;
  }
}

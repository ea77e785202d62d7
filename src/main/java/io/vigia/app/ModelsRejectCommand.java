package io.vigia.app;

import io.vigia.registry.Activations;
import io.vigia.registry.ModelHistory;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.ModelCard;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vigia models reject}. */
@Command(
    name = "reject",
    mixinStandardHelpOptions = true,
    description = "Says of a published bundle that it is not to go into service, and why.")
final class ModelsRejectCommand implements Callable<Integer> {
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
    ModelCard card = models.find(model);
    Optional<ModelHistory.Step> last = models.history().last();
    if (last.isPresent() && last.get().sha256().equals(card.sha256())) {
      throw new IllegalStateException(
          card.label()
              + " is in service; 'vigia models rollback' takes it out, then it can be rejected");
    }
    GateVerdict verdict =
        new Activations(spec.clientSettings(), PublishedModels.topics(spec))
            .reject(
                card,
                commander.by(),
                commander.reason("rejected by hand"),
                Clock.systemUTC().millis());
    command.commandLine().getOut().println(PublishedModels.json(verdict));
    return 0;
  }
}

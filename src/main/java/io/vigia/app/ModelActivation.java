package io.vigia.app;

import io.vigia.registry.Activations;
import io.vigia.registry.Inspection;
import io.vigia.retrain.Activation;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.ModelCard;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import picocli.CommandLine;

/** Commands a bundle into service, once it is known that it can serve. */
record ModelActivation(TopologySpec spec, PublishedModels models, CommandLine command) {
  /**
   * Fetches, verifies and compiles the bundle, then commands it.
   *
   * @throws io.vigia.registry.RefusedModelException where it cannot score the stream
   */
  void command(ModelCard card, String by, String reason) throws IOException {
    new Inspection(spec.features()).compiled(models.read(card));
    PrintWriter err = command.getErr();
    models
        .verdict(card)
        .filter(verdict -> verdict.outcome() == GateVerdict.Outcome.REJECT)
        .ifPresent(
            verdict ->
                err.println(
                    "note: "
                        + card.label()
                        + " was rejected by "
                        + verdict.by()
                        + ": "
                        + String.join("; ", verdict.reasons())));
    Activation written =
        new Activations(spec.clientSettings(), PublishedModels.topics(spec))
            .write(card, by, reason, Clock.systemUTC().millis());
    command.getOut().println(PublishedModels.json(written));
    command.getOut().flush();
    err.println(
        card.label()
            + " is commanded (activation "
            + written.sequence()
            + "); 'vigia models list' says which partitions it scores");
    err.flush();
  }
}

package io.vigia.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.model.Provenance;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.GateEvidence;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.ModelCard;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigia models show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "One published bundle: where it came from, what it is worth beside its parent, what was",
      "decided. Fetches and verifies it."
    })
final class ModelsShowCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Parameters(
      index = "1",
      paramLabel = "MODEL",
      description = "NAME/VERSION, VERSION, or the first digits of its sha256.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String model;

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws IOException {
    TopologySpec spec = topology.read();
    PublishedModels models = PublishedModels.of(spec);
    ModelCard card = models.find(model);
    StoredBundle bundle = models.read(card);
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(object(models, card, bundle));
    } else {
      print(models, card, bundle, out);
    }
    out.flush();
    return 0;
  }

  private static ObjectNode object(PublishedModels models, ModelCard card, StoredBundle bundle) {
    ObjectNode node = ModelsListCommand.object(models, card);
    node.set("card", PublishedModels.json(card));
    node.set("provenance", PublishedModels.json(bundle.content().provenance()));
    node.set("evaluation", PublishedModels.json(bundle.content().evaluation()));
    var members = node.putArray("members");
    bundle
        .content()
        .members()
        .forEach(
            member ->
                members
                    .addObject()
                    .put("name", member.name())
                    .put("kind", member.weights().kind())
                    .put("seed", member.seed()));
    return node;
  }

  private static void print(
      PublishedModels models, ModelCard card, StoredBundle bundle, PrintWriter out) {
    out.println(ModelsListCommand.line(models, card));
    line(out, "sha256", card.sha256());
    line(out, "schema", card.featureSchemaSha256());
    if (card.job() != null) {
      line(out, "job", card.job());
    }
    if (card.parent() != null) {
      line(out, "parent", parent(models, card.parent()));
    }
    models.verdict(card).ifPresent(verdict -> line(out, "verdict", text(verdict)));
    for (ModelCard.File file : card.files()) {
      line(out, "file", file.name() + ", " + file.bytes() + " bytes, " + file.sha256());
    }
    Provenance provenance = bundle.content().provenance();
    line(
        out,
        "trained",
        provenance.trainedAt() + " on " + provenance.device() + " by " + provenance.code());
    for (Provenance.Data data : provenance.data()) {
      line(out, "data", data.file() + ", " + data.rows() + " rows");
    }
    line(out, "rows", provenance.rows().toString());
    bundle
        .content()
        .members()
        .forEach(member -> line(out, "member", member.name() + ", " + member.weights().kind()));
    bundle.content().evaluation().forEach((name, value) -> line(out, name, number(value)));
    GateEvidence evidence = card.evidence();
    if (evidence != null) {
      print(evidence, out);
    }
  }

  private static void print(GateEvidence evidence, PrintWriter out) {
    line(out, "compared", evidence.rows() + " rows, " + evidence.source());
    line(
        out,
        "nll",
        "candidate minus parent "
            + number(evidence.nllDifference())
            + " +- "
            + number(evidence.nllError())
            + " nats");
    line(
        out,
        "uniformity",
        "KS distance "
            + number(evidence.candidateUniformity().distance())
            + " (parent "
            + number(evidence.championUniformity().distance())
            + ")");
    for (Map.Entry<String, GateEvidence.Recovery> one :
        new TreeMap<>(evidence.recovery()).entrySet()) {
      GateEvidence.Recovery found = one.getValue();
      line(
          out,
          "recovery",
          one.getKey()
              + ": "
              + found.candidate()
              + " (parent "
              + found.champion()
              + ") of "
              + found.injected());
    }
    line(
        out,
        "alerts",
        "share at p <= "
            + number(evidence.alertP())
            + ": "
            + number(evidence.candidateAlertShare())
            + " (parent "
            + number(evidence.championAlertShare())
            + "); of "
            + evidence.pastAlerts()
            + " past ones lost "
            + evidence.lostCount()
            + ", gained "
            + evidence.gainedCount());
  }

  private static String parent(PublishedModels models, String sha256) {
    return models.archive().bySha256(sha256).map(card -> card.label() + ", ").orElse("") + sha256;
  }

  private static String text(GateVerdict verdict) {
    return verdict.outcome().name().toLowerCase(Locale.ROOT)
        + " by "
        + verdict.by()
        + ": "
        + String.join("; ", verdict.reasons());
  }

  private static String number(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.4g", value);
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("  %-14s %s%n", name, value);
  }
}

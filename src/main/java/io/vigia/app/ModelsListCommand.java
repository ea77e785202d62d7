package io.vigia.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.registry.ModelHistory;
import io.vigia.retrain.ModelCard;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia models list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "The published bundles, the first one first, and which partitions they score.")
final class ModelsListCommand implements Callable<Integer> {
  private static final int SHORT = 12;

  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws IOException {
    TopologySpec spec = topology.read();
    PublishedModels models = PublishedModels.of(spec);
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    for (ModelCard card : models.archive().cards()) {
      out.println(json ? object(models, card) : line(models, card));
    }
    if (models.archive().cards().isEmpty()) {
      err.println("no bundle is published yet; 'vigia run' publishes the topology's own");
    }
    models.history().pending().ifPresent(step -> err.println(pending(models.history(), step)));
    models.archive().unreadable().forEach(what -> err.println("not readable: " + what));
    out.flush();
    return 0;
  }

  static String line(PublishedModels models, ModelCard card) {
    List<Integer> partitions = models.history().partitionsOf(card.sha256());
    String service =
        partitions.isEmpty()
            ? ""
            : "  in service on "
                + partitions.size()
                + " of "
                + models.history().serving().size()
                + " partitions";
    String verdict =
        models
            .verdict(card)
            .map(one -> "  " + one.outcome().name().toLowerCase(Locale.ROOT) + " by " + one.by())
            .orElse("");
    String job = card.job();
    return String.format(
        Locale.ROOT,
        "%-24s  %s  %s  by %s%s%s%s",
        card.label(),
        shortened(card.sha256()),
        Instant.ofEpochMilli(card.publishedMillis()),
        card.publishedBy(),
        job == null ? "" : "  job " + shortened(job),
        verdict,
        service);
  }

  private static String pending(ModelHistory history, ModelHistory.Step step) {
    return "activation "
        + step.sequence()
        + ", "
        + step.label()
        + ": "
        + history.waitingFor(step)
        + " of "
        + history.serving().size()
        + " partitions have not taken it up yet; is the score application running, and what does"
        + " its health say?";
  }

  static ObjectNode object(PublishedModels models, ModelCard card) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", card.name());
    node.put("version", card.version());
    node.put("sha256", card.sha256());
    node.put("published_at", Instant.ofEpochMilli(card.publishedMillis()).toString());
    node.put("published_by", card.publishedBy());
    node.put("job", card.job());
    node.put("parent", card.parent());
    models.verdict(card).ifPresent(verdict -> node.set("verdict", PublishedModels.json(verdict)));
    var partitions = node.putArray("in_service_on");
    models.history().partitionsOf(card.sha256()).forEach(partitions::add);
    Optional<ModelHistory.Step> last = models.history().last();
    node.put("commanded", last.isPresent() && last.get().sha256().equals(card.sha256()));
    return node;
  }

  static String shortened(String digest) {
    return digest.length() <= SHORT ? digest : digest.substring(0, SHORT);
  }
}

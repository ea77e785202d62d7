package io.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.app.bench.retrain.RetrainBench;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench retrain}. */
@Command(
    name = "retrain",
    mixinStandardHelpOptions = true,
    description = {
      "The whole retraining loop on a real broker, scorer and workers in processes of their own:",
      "a detector gain changes, the drift is found, a worker trains, the gate promotes, the",
      "false-alarm rate is nominal again. Then a worse candidate, a killed worker, a new class of",
      "events, a channel broken in all or in half of the events. Exit code 1 where something did not",
      "come out as it must."
    })
final class BenchRetrainCommand implements Callable<Integer> {
  @Option(
      names = "--scenarios",
      split = ",",
      paramLabel = "NAME",
      description = {
        "Default: gain, worse-candidate, killed-worker, new-class, broken-channel,",
        "half-broken-channel; none: only what --runs asks for."
      })
  private List<String> scenarios = RetrainBench.names();

  @Option(
      names = "--runs",
      paramLabel = "FILE",
      description = {
        "The same loop over real events, run by run: a CSV of two-muon events with Run and Event,",
        "in their order. Default: not run."
      })
  private @Nullable Path runs;

  @Option(names = "--rate", description = "Events a second. Default: ${DEFAULT-VALUE}.")
  private double rate = 2000;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "A new folder for logs and state, which stays. Default: none stays.")
  private @Nullable Path keep;

  @Mixin private TablesReport report = new TablesReport();

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws Exception {
    report.requireWritable();
    if (runs != null && !Files.isRegularFile(runs)) {
      throw new NoSuchFileException(runs.toString());
    }
    for (String name : scenarios) {
      if (!name.equals("none") && !RetrainBench.names().contains(name)) {
        throw new CommandLine.ParameterException(
            command.commandLine(),
            "--scenarios has '" + name + "'; allowed: " + String.join(", ", RetrainBench.names()));
      }
    }
    Path directory =
        keep == null ? Files.createTempDirectory("vigia-bench") : Files.createDirectories(keep);
    try {
      RetrainBench bench =
          new RetrainBench(
              Checkout.resolve(Path.of("topology", "dimuon.yaml")),
              Checkout.resolve(Path.of("models", "dimuon", "1")),
              directory,
              rate);
      ArrayNode figures = bench.run(scenarios, report::progress);
      if (runs != null) {
        Path base = Checkout.resolve(Path.of("topology", "cms-dimuon.yaml"));
        figures.add(bench.ofRuns(base, runs, report::progress));
      }
      boolean ok = true;
      for (JsonNode one : figures) {
        ok &= one.path("ok").booleanValue();
        lines(one);
      }
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("rate", rate).put("ok", ok).set("scenarios", figures);
      report.write(json);
      return ok ? 0 : Failures.FAILED;
    } finally {
      if (keep == null) {
        TemporaryDirectories.delete(directory);
      }
    }
  }

  private void lines(JsonNode figures) {
    report.line(
        String.format(
            Locale.ROOT,
            "%s: %s, %d s",
            figures.path("scenario").asText(),
            figures.path("ok").booleanValue() ? "as it must be" : "NOT AS IT MUST BE",
            figures.path("seconds").longValue()));
    figures
        .properties()
        .forEach(figure -> report.line("  " + figure.getKey() + ": " + figure.getValue()));
  }
}

package io.vigia.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.app.bench.KillBench;
import io.vigia.app.bench.StreamBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench}: its subcommands are below. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Measures speed and survival here; see docs/benchmarks.md.",
    subcommands = {BenchCommand.Stream.class, BenchCommand.Kill.class})
final class BenchCommand implements Runnable {
  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(command.commandLine(), "bench what?");
  }

  /** How a benchmark reports: one JSON object, or a line for each figure. */
  static final class Report {
    @Option(names = "--json", description = "One JSON object on standard output.")
    private boolean json;

    void print(CommandLine.Model.CommandSpec command, ObjectNode figures) throws Exception {
      if (json) {
        command
            .commandLine()
            .getOut()
            .println(
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures));
      } else {
        figures
            .properties()
            .forEach(f -> command.commandLine().getOut().println(f.getKey() + ": " + f.getValue()));
      }
    }
  }

  /** {@code vigia bench stream}. */
  @Command(
      name = "stream",
      mixinStandardHelpOptions = true,
      description = {
        "Rates and latencies of the streaming path on a broker started for it, under",
        "exactly_once_v2: records passed through, events decoded, the full path."
      })
  static final class Stream implements Callable<Integer> {
    @Option(names = "--events", description = "On the topic. Default: ${DEFAULT-VALUE}.")
    private int events = 1_000_000;

    @Option(names = "--rounds", description = "For medians. Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--latency-seconds", description = "Default: ${DEFAULT-VALUE}.")
    private int latencySeconds = 20;

    @Mixin private Report report = new Report();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandLine.Model.CommandSpec command;

    @Override
    public Integer call() throws Exception {
      Path directory = Files.createTempDirectory("vigia-bench");
      try {
        StreamBench.Result result =
            new StreamBench(
                    directory,
                    events,
                    rounds,
                    latencySeconds,
                    line -> command.commandLine().getErr().println(line))
                .run();
        report.print(command, figures(result));
        return 0;
      } finally {
        TemporaryDirectories.delete(directory);
      }
    }

    private ObjectNode figures(StreamBench.Result result) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode json = mapper.createObjectNode();
      json.put("events", events).put("rounds", rounds);
      json.put("pass_through_per_s", Math.round(result.median("pass_through")));
      json.put("decode_per_s", Math.round(result.median("decode")));
      json.put("full_per_s", Math.round(result.median("full")));
      json.put("full_to_pass_through", result.median("full") / result.median("pass_through"));
      json.put("latency_rate_per_s", Math.round(result.latencyRate()));
      json.put("p50_ms", result.latency().getValueAtPercentile(50));
      json.put("p99_ms", result.latency().getValueAtPercentile(99));
      json.set("rounds_per_s", mapper.valueToTree(result.rates()));
      return json;
    }
  }

  /** {@code vigia bench kill}. */
  @Command(
      name = "kill",
      mixinStandardHelpOptions = true,
      description = {
        "Kills the scoring process (SIGKILL) under load, restarts it, and counts, as a subscriber",
        "sees them, the outcomes of each input. Exit code 1 where one is missing or doubled."
      })
  static final class Kill implements Callable<Integer> {
    @Option(names = "--inputs", description = "Default: ${DEFAULT-VALUE}.")
    private int inputs = 200_000;

    @Option(names = "--kills", description = "Default: ${DEFAULT-VALUE}.")
    private int kills = 5;

    @Option(
        names = "--topology",
        description = "Of simulated two-muon events. Default: ${DEFAULT-VALUE} of the checkout.")
    private Path topology = Path.of("topology", "dimuon.yaml");

    @Mixin private Report report = new Report();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandLine.Model.CommandSpec command;

    @Override
    public Integer call() throws Exception {
      Path directory = Files.createTempDirectory("vigia-bench");
      try {
        Path file = Checkout.resolve(topology);
        KillBench.Result result =
            new KillBench(file, io.vigia.topology.TopologyFile.read(file), directory, inputs, kills)
                .run();
        report.print(command, figures(result));
        return result.missing() == 0 && result.doubled() == 0 ? 0 : Failures.FAILED;
      } finally {
        TemporaryDirectories.delete(directory);
      }
    }

    private static ObjectNode figures(KillBench.Result result) {
      ObjectNode json = new ObjectMapper().createObjectNode();
      json.put("inputs", result.inputs()).put("kills", result.kills());
      json.put("missing", result.missing()).put("doubled", result.doubled());
      json.put("dead_letters", result.deadLetters());
      json.put("tallied_received", result.talliedReceived());
      json.put("worst_recovery_s", result.worstRecoverySeconds());
      return json;
    }
  }
}

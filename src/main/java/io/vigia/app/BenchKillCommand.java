package io.vigia.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.app.bench.KillBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench kill}. */
@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    description = {
      "Kills the scoring process (SIGKILL) under load, restarts it, and counts, as a subscriber",
      "sees them, the outcomes of each input. Exit code 1 where one is missing or doubled."
    })
final class BenchKillCommand implements Callable<Integer> {
  @Option(names = "--inputs", description = "Default: ${DEFAULT-VALUE}.")
  private int inputs = 200_000;

  @Option(names = "--kills", description = "Default: ${DEFAULT-VALUE}.")
  private int kills = 5;

  @Option(
      names = "--topology",
      description = "Of simulated two-muon events. Default: ${DEFAULT-VALUE} of the checkout.")
  private Path topology = Path.of("topology", "dimuon.yaml");

  @Mixin private FiguresReport report = new FiguresReport();

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("vigia-bench");
    try {
      Path file = Checkout.resolve(topology);
      KillBench.Result result =
          new KillBench(
                  file, io.vigia.topology.TopologyFile.read(file), directory, inputs, kills, 10)
              .run();
      report.print(figures(result));
      boolean exact =
          result.missing() == 0
              && result.doubled() == 0
              && result.strangers() == 0
              && result.talliedReceived() == result.inputs();
      return exact ? 0 : Failures.FAILED;
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
    json.put("cutovers", result.cutovers());
    json.put("scored_by_another_model", result.strangers());
    json.put("worst_recovery_s", result.worstRecoverySeconds());
    return json;
  }
}

package io.vigia.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.app.bench.StreamBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench stream}. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Rates and latencies of the streaming path on a broker started for it, under",
      "exactly_once_v2: records passed through, events decoded, the full path."
    })
final class BenchStreamCommand implements Callable<Integer> {
  @Option(names = "--events", description = "On the topic. Default: ${DEFAULT-VALUE}.")
  private int events = 1_000_000;

  @Option(names = "--rounds", description = "For medians. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(names = "--latency-seconds", description = "Default: ${DEFAULT-VALUE}.")
  private int latencySeconds = 20;

  @Mixin private FiguresReport report = new FiguresReport();

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("vigia-bench");
    try {
      StreamBench.Result result =
          new StreamBench(directory, events, rounds, latencySeconds, report::progress).run();
      report.print(figures(result));
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

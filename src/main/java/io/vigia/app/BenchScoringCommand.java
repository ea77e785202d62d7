package io.vigia.app;

import io.vigia.app.bench.ScoringBench;
import io.vigia.kernel.FlowArchitecture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench scoring}. */
@Command(
    name = "scoring",
    mixinStandardHelpOptions = true,
    description = {
      "Events a second on one core: the compiled kernel against DJL.",
      "The kernel scores one at a time and in bulk, DJL at batch 1, 64 and 1024.",
      "sgemm_share is the kernel's part of what DJL reaches in large matrix products."
    })
final class BenchScoringCommand implements Callable<Integer> {
  @Option(
      names = "--kinds",
      split = ",",
      paramLabel = "KIND",
      description = "Kinds of flow. Default: all.")
  private List<String> kinds = FlowArchitecture.KINDS;

  @Option(
      names = "--features",
      split = ",",
      paramLabel = "N",
      description = "A flow of each kind for each. Default: 8, 16, 32.")
  private List<Integer> features = List.of(8, 16, 32);

  @Option(names = "--rounds", description = "For medians. Default: ${DEFAULT-VALUE}.")
  private int rounds = 7;

  @Option(
      names = "--seconds",
      description = "Of one measurement in a round. Default: ${DEFAULT-VALUE}.")
  private double seconds = 0.25;

  @Mixin private FiguresReport report = new FiguresReport();

  @Override
  public Integer call() throws Exception {
    ScoringBench bench =
        new ScoringBench(rounds, Duration.ofNanos((long) (seconds * 1e9)), report::progress);
    List<ScoringBench.Figures> figures =
        kinds.stream()
            .flatMap(kind -> features.stream().map(count -> bench.measure(kind, count)))
            .toList();
    report.print(figures);
    return 0;
  }
}

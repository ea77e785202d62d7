package io.vigia.app;

import io.vigia.app.bench.WarmStartBench;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench warm-start}. */
@Command(
    name = "warm-start",
    mixinStandardHelpOptions = true,
    description = {
      "What a training gains from an earlier model's weights, on simulated muon pairs whose",
      "instrument changes: the steps to the best of a fresh start, and the nll in the end."
    })
final class BenchWarmStartCommand implements Callable<Integer> {
  @Option(names = "--kind", description = "Of density. Default: ${DEFAULT-VALUE}.")
  private String kind = "nsf-ar";

  @Option(names = "--rows", description = "Of a window. Default: ${DEFAULT-VALUE}.")
  private int rows = 20_000;

  @Option(names = "--steps", description = "Of a fresh start. Default: ${DEFAULT-VALUE}.")
  private int steps = 1500;

  @Option(names = "--seeds", description = "For medians. Default: ${DEFAULT-VALUE}.")
  private int seeds = 3;

  @Mixin private DeviceOption device = new DeviceOption();

  @Mixin private FiguresReport report = new FiguresReport();

  @Override
  public Integer call() throws Exception {
    List<WarmStartBench.Figures> figures =
        new WarmStartBench(kind, rows, steps, device.name(), report::progress).measure(seeds);
    if (report.isJson()) {
      report.print(figures);
      return 0;
    }
    for (WarmStartBench.Figures one : figures) {
      report.line(
          String.format(
              Locale.ROOT,
              "%s: nll %.3f, %+.3f of fresh; within %.2f of fresh after %s of %d steps; %.1f s",
              one.start(),
              one.validationNll(),
              one.beyondFresh(),
              WarmStartBench.NEAR,
              one.stepsToFresh() == null ? "none" : one.stepsToFresh(),
              one.steps(),
              one.seconds()));
    }
    return 0;
  }
}

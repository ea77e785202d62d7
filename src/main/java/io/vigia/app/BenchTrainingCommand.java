package io.vigia.app;

import io.vigia.app.bench.TrainingBench;
import io.vigia.kernel.FlowArchitecture;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench training}. */
@Command(
    name = "training",
    mixinStandardHelpOptions = true,
    description = "Training steps a second, for each kind of density that learns columns by steps.")
final class BenchTrainingCommand implements Callable<Integer> {
  @Option(
      names = "--kinds",
      split = ",",
      paramLabel = "KIND",
      description = "Kinds of density. Default: all flows made of transforms.")
  private List<String> kinds = FlowArchitecture.KINDS;

  @Option(names = "--features", description = "Of a row. Default: ${DEFAULT-VALUE}.")
  private int features = 16;

  @Option(names = "--batch", description = "Rows in a step. Default: ${DEFAULT-VALUE}.")
  private int batch = 512;

  @Option(names = "--rounds", description = "For medians. Default: ${DEFAULT-VALUE}.")
  private int rounds = 7;

  @Option(names = "--steps", description = "Of a round. Default: ${DEFAULT-VALUE}.")
  private int steps = 20;

  @Mixin private DeviceOption device = new DeviceOption();

  @Mixin private FiguresReport report = new FiguresReport();

  @Override
  public Integer call() throws Exception {
    TrainingBench bench = new TrainingBench(features, batch, rounds, steps, device.name());
    List<TrainingBench.Figures> figures = kinds.stream().map(bench::measure).toList();
    if (report.isJson()) {
      report.print(figures);
      return 0;
    }
    for (TrainingBench.Figures flow : figures) {
      report.line(
          String.format(
              Locale.ROOT,
              "%-8s on %s %,9d rows/s, %.1f steps/s, %.1f ms of the core a step",
              flow.kind(),
              flow.device(),
              flow.rowsPerS(),
              flow.stepsPerS(),
              flow.cpuMsPerStep()));
    }
    return 0;
  }
}

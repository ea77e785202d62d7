package io.vigia.app;

import io.vigia.app.bench.calibration.CalibrationBench;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench calibration}. */
@Command(
    name = "calibration",
    mixinStandardHelpOptions = true,
    description = {
      "Whether p-values, false-alarm rates and budgets are what they say, table by table:",
      "on simulated streams, and on the sets of --data."
    })
final class BenchCalibrationCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of labelled sets, CSV whose last column is 'label'. Default: none.")
  private @Nullable Path data;

  @Option(
      names = "--tables",
      split = ",",
      paramLabel = "NAME",
      description = "Which. Default: all.")
  private List<String> tables = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How often what is random is drawn: seeds 1 to N. Default: ${DEFAULT-VALUE}.")
  private int seeds = 20;

  @Mixin private TablesReport report = new TablesReport();

  @Override
  public Integer call() throws Exception {
    report.requireWritable();
    CalibrationBench bench =
        CalibrationBench.of(tables, data, seeds).run(report::progress, report::line);
    report.write(bench.toJson());
    return 0;
  }
}

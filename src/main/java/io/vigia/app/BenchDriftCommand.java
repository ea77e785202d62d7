package io.vigia.app;

import io.vigia.app.bench.calibration.CalibrationBench;
import io.vigia.app.bench.drift.DriftBench;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench drift}. */
@Command(
    name = "drift",
    mixinStandardHelpOptions = true,
    description = {
      "How often drift is reported where there is none, how soon where there is, and as what:",
      "on simulated streams, and on the real rows of --data."
    })
final class BenchDriftCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with physics/cms_dimuon_run2011a_events.csv.gz and skab/skab_anomaly-free.csv.gz;"
              + " what is not there is left out. Default: none.")
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
      description = "Streams of each kind: seeds 1 to N. Default: ${DEFAULT-VALUE}.")
  private int seeds = 20;

  @Mixin private TablesReport report = new TablesReport();

  @Override
  public Integer call() throws Exception {
    report.requireWritable();
    CalibrationBench bench =
        DriftBench.of(tables, data, seeds, report::progress).run(report::progress, report::line);
    report.write(bench.toJson());
    return 0;
  }
}

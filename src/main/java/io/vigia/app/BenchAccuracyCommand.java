package io.vigia.app;

import io.vigia.app.bench.accuracy.AccuracyRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench accuracy}. */
@Command(
    name = "accuracy",
    mixinStandardHelpOptions = true,
    description = {
      "How well detectors rank labelled anomalies, one setting for all sets.",
      "Each file is a CSV (maybe gzipped) with a header whose last column is 'label': 0 normal, 1",
      "anomaly. The first half of the normal rows, in file order, trains; the rest and all",
      "anomalies are ranked. AUROC and average precision in percent."
    })
final class BenchAccuracyCommand implements Callable<Integer> {
  private static final String TABLE = "tables/adbench_semisupervised_auroc.csv";

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Sets, or folders of them.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private List<Path> data;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "NAME",
      description = {
        "Which. Default: the flows, vae, vdm, dte-c, contraction, ensemble and the baselines",
        "autoencoder, knn, iforest; beside these cnf."
      })
  private List<String> models = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Trainings of each, averaged. Default: ${DEFAULT-VALUE}.")
  private int seeds = 1;

  @Option(
      names = "--published",
      paramLabel = "CSV",
      description = {
        "Published AUROC to print beside: a column Dataset, one for each method.",
        "Default: tables/adbench_semisupervised_auroc.csv beside the data's folder, if there."
      })
  private @Nullable Path published;

  @Mixin private TablesReport report = new TablesReport();

  @Override
  public Integer call() throws Exception {
    report.requireWritable();
    AccuracyRun run =
        AccuracyRun.of(
            data,
            // Not before: the image has neither DJL nor Smile, and every command is made at a
            // start.
            models.isEmpty() ? AccuracyRun.models() : models,
            seeds,
            published == null ? besideTheData() : published,
            report::progress);
    run.lines().forEach(report::line);
    report.write(run.toJson());
    return 0;
  }

  private @Nullable Path besideTheData() {
    return data.stream()
        .map(Path::toAbsolutePath)
        .map(place -> Files.isDirectory(place) ? place : place.resolveSibling(""))
        .map(folder -> folder.resolveSibling(TABLE))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }
}

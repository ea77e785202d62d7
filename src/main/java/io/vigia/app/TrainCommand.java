package io.vigia.app;

import io.vigia.model.BundleDirectory;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import io.vigia.topology.AlertReach;
import io.vigia.topology.TopologySpec;
import io.vigia.training.BundleTraining;
import io.vigia.training.MemberSettings;
import io.vigia.training.TrainingProgress;
import io.vigia.training.TrainingSet;
import io.vigia.training.TrainingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains and calibrates the model of a topology on files of its events.",
      "Calibration is on rows that the training never saw. The bundle is written into a new",
      "directory: whole, or not at all.",
      "Only events of role physics that pass every cut are used. The topology's 'training' section",
      "has the flow's size, the steps, the seed, and what rows must not be split from each other."
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "CSV with a header or JSON lines, also gzipped.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private List<Path> data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The bundle, whose version is the last name. Default: the topology's 'model'.")
  private @Nullable Path out;

  @Option(names = "--seed", description = "In place of the topology's.")
  private @Nullable Long seed;

  @Option(names = "--max-steps", paramLabel = "N", description = "In place of the topology's.")
  private @Nullable Integer maxSteps;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws Exception {
    TopologySpec spec = topology.read();
    Path directory = out == null ? spec.model() : out;
    if (Files.exists(directory)) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "bundles are never overwritten: choose a new version");
    }
    ModelBundle.requireNames(spec.name(), String.valueOf(directory.getFileName()));
    PrintWriter err = command.commandLine().getErr();
    TrainingRows rows = read(spec, err);
    TrainingSet set = rows.toTrainingSet();
    BundleTraining.Result result = train(spec, directory, rows, set);
    result.trained().warnings().forEach(warning -> err.println("note: " + warning));
    AlertReach.warning(spec.alerts(), result.bundle().calibration())
        .ifPresent(problem -> err.println("note: " + problem));
    StoredBundle stored = BundleDirectory.write(result.bundle(), directory);
    report(stored, directory, err);
    return 0;
  }

  private TrainingRows read(TopologySpec spec, PrintWriter err) throws IOException {
    TrainingRows rows = new TrainingRows(spec);
    for (Path file : data) {
      rows.read(file);
    }
    rows.leftOut().forEach((why, count) -> err.println("left out: " + count + " " + why));
    return rows;
  }

  private BundleTraining.Result train(
      TopologySpec spec, Path directory, TrainingRows rows, TrainingSet set) {
    TrainingSettings settings = settings(spec);
    try (Progress progress = Progress.of("train", settings.steps(), " steps", 1)) {
      return BundleTraining.train(
          spec.name(),
          String.valueOf(directory.getFileName()),
          spec.features(),
          set,
          settings,
          rows.data(),
          Version.text(),
          point -> show(progress, point),
          Clock.systemUTC());
    }
  }

  private static void show(Progress progress, TrainingProgress.Point point) {
    progress.to(point.step());
    progress.say(
        String.format(Locale.ROOT, "loss %.3f val %.3f", point.loss(), point.validationNll()));
  }

  private TrainingSettings settings(TopologySpec spec) {
    TopologySpec.Training training = spec.training();
    return TrainingSettings.DEFAULT
        .withMembers(
            MemberSettings.of("maf", training.seed())
                .withFlow(training.transforms(), training.hidden()))
        .withSteps(maxSteps == null ? training.maxSteps() : maxSteps)
        .withSeed(seed == null ? training.seed() : seed);
  }

  private void report(StoredBundle stored, Path directory, PrintWriter err) {
    err.printf(
        Locale.ROOT,
        "%s: %s rows, held-out nll %.3f nats, p-values down to %.2g%n",
        directory,
        stored.content().provenance().rows(),
        stored.content().evaluation().getOrDefault("mean_nll", Double.NaN),
        stored.content().calibration().floor());
    err.flush();
  }
}

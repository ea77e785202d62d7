package io.vigia.app;

import io.vigia.app.worker.TrainingPlan;
import io.vigia.app.worker.WindowJobTraining;
import io.vigia.app.worker.WindowReading;
import io.vigia.calibration.Calibration;
import io.vigia.calibration.GeneralisedParetoTail;
import io.vigia.kernel.Meaning;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.TrainingJob;
import io.vigia.topology.AlertReach;
import io.vigia.topology.TopologySpec;
import io.vigia.topology.TrainingSpec;
import io.vigia.training.BundleTraining;
import io.vigia.training.Checkpoints;
import io.vigia.training.MemberSettings;
import io.vigia.training.TrainingProgress;
import io.vigia.training.TrainingSet;
import io.vigia.training.TrainingSettings;
import io.vigia.training.window.TrainedWindow;
import io.vigia.training.window.WindowRows;
import io.vigia.training.window.WindowTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
      "Trains and calibrates the model of a topology on files of its events, or on the samples that",
      "the running stream has kept of itself (--from-topic).",
      "Calibration is on rows that the training never saw. The bundle is written into a new",
      "directory: whole, or not at all.",
      "Only events of role physics that pass every cut are used. The topology's 'training' section",
      "has the flow's size, the steps, the seed, and what rows must not be split from each other."
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Mixin private DataFiles data = new DataFiles();

  @Mixin private SampleOffsets samples = new SampleOffsets();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The bundle, whose version is the last name. Default: the topology's 'model'.")
  private @Nullable Path out;

  @Mixin private TrainingOptions options = new TrainingOptions();

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws Exception {
    TopologySpec spec = topology.read();
    TrainingSpec training = options.over(spec.training());
    NewBundle made = NewBundle.in(out == null ? spec.model() : out, spec.name());
    PrintWriter err = command.commandLine().getErr();
    BundleTraining.Result result =
        samples.isGiven(data)
            ? onSamples(spec, training, made, err)
            : onFiles(spec, training, made);
    result.trained().warnings().forEach(warning -> err.println("note: " + warning));
    noteTails(result.bundle(), err);
    AlertReach.warning(spec.alerts(), result.bundle().calibrations())
        .ifPresent(problem -> err.println("note: " + problem));
    report(made.write(result.bundle()), made, err);
    return 0;
  }

  private static void noteTails(ModelBundle bundle, PrintWriter err) {
    List<Calibration> tables = bundle.calibrations().tables();
    long refused =
        tables.stream()
            .filter(table -> table.tail().map(GeneralisedParetoTail::isRefused).orElse(false))
            .count();
    if (refused > 0) {
      err.println(
          "note: of "
              + tables.size()
              + " calibration tables "
              + refused
              + " have scores whose tail no generalised Pareto distribution fits: their p-values end"
              + " at 1 / (n + 1)");
    }
  }

  private BundleTraining.Result onFiles(TopologySpec spec, TrainingSpec training, NewBundle made)
      throws IOException {
    TrainingRows rows = new TrainingRows(spec);
    data.readInto(rows);
    TrainingSet set = rows.toTrainingSet();
    TrainingSettings settings = TrainingPlan.of(training);
    try (Progress progress = progress(settings)) {
      return BundleTraining.train(
          spec.name(),
          made.version(),
          spec.features(),
          set,
          settings,
          spec.calibration(),
          rows.data(),
          Version.text(),
          point -> show(progress, settings, point),
          Clock.systemUTC());
    }
  }

  /** As a worker trains, but fresh, and with nobody to compare with. */
  private BundleTraining.Result onSamples(
      TopologySpec spec, TrainingSpec training, NewBundle made, PrintWriter err) {
    Map<String, String> kafka = spec.clientSettings();
    TrainingJob job = samples.job(spec, kafka, training.seed());
    WindowRows rows =
        WindowReading.read(kafka, job.window(), WindowJobTraining.filter(spec), 1, err::println);
    TrainingSettings settings = TrainingPlan.of(training);
    try (Progress progress = progress(settings)) {
      TrainedWindow trained =
          WindowTraining.train(
              job,
              rows,
              spec.features(),
              settings,
              spec.calibration(),
              null,
              Checkpoints.NONE,
              point -> show(progress, settings, point),
              Version.text(),
              Clock.systemUTC());
      return new BundleTraining.Result(
          trained.bundle().withVersion(made.version()), trained.trained());
    }
  }

  private static Progress progress(TrainingSettings settings) {
    return Progress.of("train", (long) settings.members().size() * settings.steps(), " steps", 1);
  }

  private static void show(
      Progress progress, TrainingSettings settings, TrainingProgress.Point point) {
    List<String> names = settings.members().stream().map(MemberSettings::name).toList();
    progress.to((long) names.indexOf(point.member()) * settings.steps() + point.step());
    progress.say(
        String.format(
            Locale.ROOT,
            "%s loss %.3f val %.3f",
            point.member(),
            point.loss(),
            point.validationNll()));
  }

  private void report(StoredBundle stored, NewBundle made, PrintWriter err) {
    err.printf(
        Locale.ROOT,
        "%s: %s rows, %s, p-values down to %.2g%n",
        made,
        stored.content().provenance().rows(),
        heldOut(stored.content()),
        stored.content().calibration().floor());
    err.flush();
  }

  /** The mean held-out score of each member, in nats where it is a density. */
  private static String heldOut(ModelBundle bundle) {
    return bundle.members().stream()
        .map(
            member -> {
              String prefix = bundle.isEnsemble() ? member.name() + "." : "";
              return String.format(
                  Locale.ROOT,
                  "held-out %s%s %.3f%s",
                  bundle.isEnsemble() ? member.name() + " " : "",
                  member.meaning() == Meaning.SCORE ? "score" : "nll",
                  bundle.evaluation().getOrDefault(prefix + "mean_nll", Double.NaN),
                  member.meaning() == Meaning.SCORE ? "" : " nats");
            })
        .collect(Collectors.joining(", "));
  }
}

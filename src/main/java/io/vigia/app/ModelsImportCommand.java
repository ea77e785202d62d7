package io.vigia.app;

import io.vigia.model.BundleDirectory;
import io.vigia.model.ModelBundle;
import io.vigia.registry.Inspection;
import io.vigia.registry.ModelPublisher;
import io.vigia.registry.Publication;
import io.vigia.retrain.ModelCard;
import io.vigia.topology.AlertReach;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import picocli.CommandLine.Parameters;

/** {@code vigia models import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes a bundle that was made elsewhere, or makes one of a flow's weights in a",
      "safetensors file (docs/models.md has the layout), calibrated on files of background. It is",
      "not put into service: 'vigia models promote' does that."
    })
final class ModelsImportCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Parameters(
      index = "1",
      paramLabel = "PATH",
      description = "A bundle's directory, or weights: a file.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path path;

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "With weights: files of background to calibrate on, other than those they were trained"
              + " on. CSV with a header or JSON lines, also gzipped.")
  private List<Path> data = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "With weights: where the bundle goes; its last part is the version.")
  private @Nullable Path out;

  @Option(names = "--no-publish", description = "With weights: leave it at the directory.")
  private boolean local;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who publishes it. Default: $${user.name}, here ${DEFAULT-VALUE}.",
      defaultValue = "${sys:user.name}")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String by;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws IOException {
    TopologySpec spec = topology.read();
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    Path bundle = Files.isDirectory(path) ? bundle() : calibrated(spec);
    if (!local) {
      publish(spec, bundle);
    }
    return 0;
  }

  private Path bundle() {
    if (!data.isEmpty() || out != null || local) {
      throw new IllegalArgumentException(
          path + " is a bundle; --data, --out and --no-publish go with a file of weights");
    }
    return path;
  }

  private Path calibrated(TopologySpec spec) throws IOException {
    if (data.isEmpty() || out == null) {
      throw new IllegalArgumentException(
          path + " holds weights; --data and --out are needed to make a bundle of them");
    }
    NewBundle made = NewBundle.in(out, spec.name());
    ImportedWeights weights = ImportedWeights.read(path);
    TrainingRows rows = TrainingRows.asStreamed(spec);
    for (Path file : data) {
      rows.read(file);
    }
    PrintWriter err = command.commandLine().getErr();
    rows.leftOut().forEach((why, count) -> err.println("left out: " + count + " " + why));
    ModelBundle bundle = weights.bundle(spec, made.version(), rows, Clock.systemUTC());
    made.write(bundle);
    err.printf(
        Locale.ROOT,
        "%s: %s, calibrated on %s rows, p-values down to %.2g%n",
        made,
        bundle.members().get(0).weights().kind(),
        bundle.provenance().rows().get("calibration"),
        bundle.calibration().floor());
    if (!spec.calibration().by().isEmpty()) {
      err.println(
          "note: imported weights are calibrated as one group; 'calibration.by' of the topology is"
              + " for bundles that are trained");
    }
    AlertReach.warning(spec.alerts(), bundle.calibrations())
        .ifPresent(problem -> err.println("note: " + problem));
    return made.directory();
  }

  private void publish(TopologySpec spec, Path directory) throws IOException {
    new Inspection(spec.features()).compiled(BundleDirectory.read(directory));
    ModelCard card =
        new ModelPublisher(spec.clientSettings(), PublishedModels.topics(spec))
            .publish(directory, Publication.of(by, Clock.systemUTC().millis()));
    command.commandLine().getOut().println(PublishedModels.json(card));
    command.commandLine().getOut().flush();
  }
}

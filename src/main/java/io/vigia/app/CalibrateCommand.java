package io.vigia.app;

import io.vigia.model.BundleDirectory;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import io.vigia.topology.AlertReach;
import io.vigia.topology.TopologySpec;
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

/** {@code vigia calibrate}. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = {
      "Calibrates a bundle anew on files of background: the same weights, a new version.",
      "With --level 2 on the events that pass the topology's first level at its pre-cut, as a",
      "second level ('review.model') must be. Only events of role physics that pass every cut are",
      "used; the files must not be those that a bundle was made from."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Option(
      names = "--level",
      required = true,
      paramLabel = "1|2",
      description = "1: the bundle scores all events. 2: it scores candidates.")
  private int level;

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "The bundle whose weights are calibrated.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path bundle;

  @Option(
      names = "--first-level",
      paramLabel = "DIR",
      description = "With --level 2: the bundle that lets events pass. Default: the topology's.")
  private @Nullable Path firstLevel;

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
      required = true,
      paramLabel = "DIR",
      description = "Where the new bundle goes; its last part is the version.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path out;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "Where DJL computes: cpu (default), gpu, gpu:N or auto.")
  private String device = "cpu";

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (level != 1 && level != 2) {
      throw new IllegalArgumentException("--level is " + level + "; allowed: 1, 2");
    }
    if (level == 1 && firstLevel != null) {
      throw new IllegalArgumentException("--first-level goes with --level 2");
    }
    TopologySpec spec = topology.read();
    if (Files.exists(out)) {
      throw new FileAlreadyExistsException(
          out.toString(), null, "bundles are never overwritten: choose a new version");
    }
    StoredBundle stored = BundleDirectory.read(bundle);
    ModelBundle.requireNames(stored.content().name(), String.valueOf(out.getFileName()));
    TrainingRows rows = read(spec);
    Recalibration.requireUnseen(rows.data(), stored.content());
    try (OfflineModel opened = OfflineModel.open(stored, device)) {
      opened.scoring().requireSchema(spec.features());
      if (level == 1) {
        write(spec, Recalibration.onAll(rows), stored, opened, rows);
      } else {
        behindFirstLevel(spec, stored, opened, rows);
      }
    }
    return 0;
  }

  private TrainingRows read(TopologySpec spec) throws IOException {
    TrainingRows rows = TrainingRows.asStreamed(spec);
    for (Path file : data) {
      rows.read(file);
    }
    rows.leftOut()
        .forEach(
            (why, count) ->
                command.commandLine().getErr().println("left out: " + count + " " + why));
    return rows;
  }

  private void behindFirstLevel(
      TopologySpec spec, StoredBundle stored, OfflineModel opened, TrainingRows rows)
      throws IOException {
    StoredBundle first = BundleDirectory.read(firstLevel == null ? spec.model() : firstLevel);
    Recalibration.requireUnseen(rows.data(), first.content());
    try (OfflineModel level1 = OfflineModel.open(first, device)) {
      level1.scoring().requireSchema(spec.features());
      double preCut = spec.alerts().preCut();
      write(spec, Recalibration.onPassed(rows, level1.scoring(), preCut), stored, opened, rows);
    }
  }

  private void write(
      TopologySpec spec,
      Recalibration recalibration,
      StoredBundle stored,
      OfflineModel opened,
      TrainingRows rows)
      throws IOException {
    ModelBundle calibrated =
        recalibration.of(
            stored,
            opened.scoring(),
            spec.calibration().tail(),
            String.valueOf(out.getFileName()),
            Clock.systemUTC());
    BundleDirectory.write(calibrated, out);
    double preCut = level == 1 ? 1 : spec.alerts().preCut();
    double floor = preCut * calibrated.calibration().floor();
    PrintWriter err = command.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "%s: calibrated on %d rows%s, p-values down to %.2g%n",
        out,
        recalibration.size(),
        level == 1 ? "" : " that pass the first level, of " + rows.size(),
        floor);
    (level == 1
            ? AlertReach.warning(spec.alerts(), calibrated.calibrations())
            : AlertReach.ofSecondLevel(spec.alerts(), calibrated.calibrations()))
        .ifPresent(problem -> err.println("note: " + problem));
    err.flush();
  }
}

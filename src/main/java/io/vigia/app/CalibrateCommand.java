package io.vigia.app;

import io.vigia.model.BundleDirectory;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.ScoringModel;
import io.vigia.topology.AlertReach;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
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

  @Mixin private DataFiles data = new DataFiles();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the new bundle goes; its last part is the version.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path out;

  @Mixin private DeviceOption device = new DeviceOption();

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
    StoredBundle stored = BundleDirectory.read(bundle);
    NewBundle made = NewBundle.in(out, stored.content().name());
    TrainingRows rows = TrainingRows.asStreamed(spec);
    data.readInto(rows);
    Recalibration.requireUnseen(rows.data(), stored.content());
    try (OfflineModel opened = OfflineModel.open(stored, device.name());
        @Nullable OfflineModel first = level == 1 ? null : firstLevel(spec, rows)) {
      opened.scoring().requireSchema(spec.features());
      Recalibration recalibration =
          first == null ? Recalibration.onAll(rows) : behind(first.scoring(), spec, rows);
      ModelBundle calibrated =
          recalibration.of(
              stored,
              opened.scoring(),
              spec.calibration().tail(),
              made.version(),
              Clock.systemUTC());
      made.write(calibrated);
      report(spec, calibrated, recalibration.size(), rows.size());
    }
    return 0;
  }

  private OfflineModel firstLevel(TopologySpec spec, TrainingRows rows) throws IOException {
    StoredBundle first = BundleDirectory.read(firstLevel == null ? spec.model() : firstLevel);
    Recalibration.requireUnseen(rows.data(), first.content());
    return OfflineModel.open(first, device.name());
  }

  private static Recalibration behind(ScoringModel first, TopologySpec spec, TrainingRows rows) {
    first.requireSchema(spec.features());
    return Recalibration.onPassed(rows, first, spec.alerts().preCut());
  }

  private void report(TopologySpec spec, ModelBundle calibrated, int size, int read) {
    double preCut = level == 1 ? 1 : spec.alerts().preCut();
    PrintWriter err = command.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "%s: calibrated on %d rows%s, p-values down to %.2g%n",
        out,
        size,
        level == 1 ? "" : " that pass the first level, of " + read,
        preCut * calibrated.calibration().floor());
    (level == 1
            ? AlertReach.warning(spec.alerts(), calibrated.calibrations())
            : AlertReach.ofSecondLevel(spec.alerts(), calibrated.calibrations()))
        .ifPresent(problem -> err.println("note: " + problem));
    err.flush();
  }
}

package io.vigia.app.bench.drift;

import io.vigia.app.bench.calibration.CalibrationTable;
import io.vigia.app.bench.calibration.Figures;
import io.vigia.app.bench.drift.FaultRuns.Run;
import io.vigia.retrain.DriftReport.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was done to a stream against what was said of it. */
final class ConfusionTable implements CalibrationTable {
  private final FaultRuns faults;

  ConfusionTable(FaultRuns faults) {
    this.faults = faults;
  }

  @Override
  public String name() {
    return "confusion";
  }

  @Override
  public String caption() {
    return "reports by kind, over streams and seeds, for each fault";
  }

  @Override
  public Figures run(Consumer<String> say) {
    List<String> columns = new ArrayList<>(List.of("fault"));
    for (Kind kind : Kind.values()) {
      columns.add(kind.name());
    }
    columns.add("none");
    Figures figures = new Figures(columns.toArray(String[]::new));
    for (Fault fault : Fault.all()) {
      List<Run> runs =
          faults.get(say).stream().filter(r -> r.fault().name().equals(fault.name())).toList();
      List<@Nullable Object> cells = new ArrayList<>(List.of(fault.name()));
      for (Kind kind : Kind.values()) {
        cells.add(runs.stream().filter(r -> r.kind() == kind).count());
      }
      cells.add(runs.stream().filter(r -> r.kind() == null).count());
      figures.add(cells.toArray());
    }
    return figures;
  }
}

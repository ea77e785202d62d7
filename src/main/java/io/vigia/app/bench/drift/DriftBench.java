package io.vigia.app.bench.drift;

import io.vigia.app.bench.calibration.CalibrationBench;
import io.vigia.app.bench.calibration.CalibrationTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables of drift detection. */
public final class DriftBench {
  private DriftBench() {}

  /**
   * A run that is to be.
   *
   * @param names of the tables; empty for all
   * @param data the folder that has {@code physics} and {@code skab}; null for simulated streams
   * @param seeds streams of each kind: seeds 1, 2, ...
   * @throws IllegalArgumentException for a name that no table has, or no seed
   */
  public static CalibrationBench of(
      List<String> names, @Nullable Path data, int seeds, Consumer<String> say) throws IOException {
    List<DriftStream> simulated = List.of(DriftStream.vectors(), DriftStream.dimuon());
    List<DriftStream> real = data == null ? List.of() : RealStream.in(data, say);
    FaultRuns faults = new FaultRuns(simulated, seeds);
    List<CalibrationTable> tables =
        List.of(
            new MartingaleTable(seeds),
            new NoDriftTable(simulated, real, seeds),
            new DelayTable(simulated, faults),
            new ConfusionTable(faults));
    return CalibrationBench.ofTables(names, tables, seeds);
  }
}

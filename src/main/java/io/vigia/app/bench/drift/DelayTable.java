package io.vigia.app.bench.drift;

import io.vigia.app.bench.calibration.CalibrationTable;
import io.vigia.app.bench.calibration.Figures;
import io.vigia.app.bench.drift.FaultRuns.Run;
import java.util.List;
import java.util.function.Consumer;

/** How many samples pass from a fault to its report. */
final class DelayTable implements CalibrationTable {
  private final List<DriftStream> streams;
  private final FaultRuns faults;

  DelayTable(List<DriftStream> streams, FaultRuns faults) {
    this.streams = streams;
    this.faults = faults;
  }

  @Override
  public String name() {
    return "delay";
  }

  @Override
  public String caption() {
    return "samples from the fault to its report, with those of the diagnosis: median and 90 % over"
        + " seeds, - where so many were not reported within 60,000; first: reports of a fault of one feature that"
        + " name it first";
  }

  @Override
  public Figures run(Consumer<String> say) {
    Figures figures =
        new Figures(
            "stream", "fault", "streams", "reported", "median", "at 90 %", "right", "first");
    List<Run> all = faults.get(say);
    for (DriftStream stream : streams) {
      for (Fault fault : Fault.all()) {
        List<Run> runs =
            all.stream()
                .filter(r -> r.stream() == stream && r.fault().name().equals(fault.name()))
                .toList();
        add(figures, stream, fault, runs);
      }
    }
    return figures;
  }

  private static void add(Figures figures, DriftStream stream, Fault fault, List<Run> runs) {
    List<Run> reported = runs.stream().filter(r -> r.kind() != null).toList();
    double[] delays = reported.stream().mapToDouble(r -> r.outcome().watched()).sorted().toArray();
    long right = reported.stream().filter(Run::isRight).count();
    long first = reported.stream().filter(Run::namesItFirst).count();
    figures.add(
        stream.name(),
        fault.name(),
        runs.size(),
        reported.size(),
        quantile(delays, runs.size(), 0.5),
        quantile(delays, runs.size(), 0.9),
        right,
        fault.feature() ? first : null);
  }

  /** The delay that a share q of all runs does not exceed; NaN where it is not known. */
  private static double quantile(double[] delays, int runs, double q) {
    int rank = (int) Math.ceil(q * runs);
    return rank <= delays.length && rank > 0 ? delays[rank - 1] : Double.NaN;
  }
}

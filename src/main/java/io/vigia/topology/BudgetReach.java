package io.vigia.topology;

import io.vigia.calibration.BenjaminiHochberg;
import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * For how many events a period a budget, or a rate of false discoveries, can do what it says. Fewer
 * have too few candidates; of more the rarest share the smallest p-value that a calibration has.
 */
public final class BudgetReach {
  private BudgetReach() {}

  /** What a person should know before the stream runs; empty where a threshold decides. */
  public static Optional<String> note(TopologySpec.Alerts alerts, CalibrationGroups calibrations) {
    AllocationSpec allocation = alerts.allocation();
    if (allocation == null) {
      return Optional.empty();
    }
    Calibration finest = finest(calibrations);
    String unit = allocation.per().unit();
    return Optional.of(
        allocation instanceof AllocationSpec.Budget budget
            ? budget(budget.target(), unit, alerts.preCut(), finest)
            : discoveries(((AllocationSpec.FalseDiscoveries) allocation).rate(), unit, finest));
  }

  /**
   * How many background rows limit p-values from below, in the group of events where they reach
   * lowest; 0 where a fitted tail goes on beyond them.
   */
  static long limitingRows(CalibrationGroups calibrations) {
    Calibration finest = finest(calibrations);
    return finest.tail().isPresent() ? 0 : finest.size();
  }

  private static Calibration finest(CalibrationGroups calibrations) {
    return Collections.min(calibrations.tables(), Comparator.comparingDouble(Calibration::floor));
  }

  private static String budget(double target, String unit, double preCut, Calibration finest) {
    return String.format(
        Locale.ROOT,
        "alerts.budget: from %.3g events a %s on there are candidates enough (target / pre-cut);"
            + " beyond %.3g the rarest share one p-value (%.2g, of %d calibration rows), and the"
            + " first to come are sent",
        target / preCut,
        unit,
        target / finest.floor(),
        finest.floor(),
        finest.size());
  }

  private static String discoveries(double rate, String unit, Calibration finest) {
    double events = finest.size() * rate / 10;
    return String.format(
        Locale.ROOT,
        "alerts.fdr: %d calibration rows find a lone discovery among up to %.3g events a %s, R of"
            + " them among R times as many; for 1e5 events a %s with ten, calibrate on %d rows",
        finest.size(),
        events,
        unit,
        unit,
        BenjaminiHochberg.calibrationNeeded(1e5, rate, 10));
  }
}

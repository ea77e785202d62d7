package io.vigia.topology;

import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether the p-values of a calibration reach down to a topology's pre-cut and threshold. Where
 * they do not, a stream has no candidates or no alerts whatever comes, and looks well.
 */
public final class AlertReach {
  private static final int MOST_NAMED = 5;

  private AlertReach() {}

  /** As the other, of every group of events: some may have alerts, and others none. */
  public static Optional<String> warning(
      TopologySpec.Alerts alerts, CalibrationGroups calibrations) {
    Calibration finest =
        Collections.min(calibrations.tables(), Comparator.comparingDouble(Calibration::floor));
    Optional<String> none = warning(alerts, finest);
    if (none.isPresent()) {
      return none;
    }
    List<String> groups =
        IntStream.range(0, calibrations.size())
            .filter(group -> alerts.allocation() == null)
            .filter(group -> alerts.threshold() < calibrations.of(group).floor())
            .mapToObj(calibrations.names()::get)
            .toList();
    return groups.isEmpty() ? none : Optional.of(text(groups, alerts.threshold()));
  }

  private static String text(List<String> groups, double asked) {
    List<String> named = groups.subList(0, Math.min(MOST_NAMED, groups.size()));
    int more = groups.size() - named.size();
    return String.format(
        Locale.ROOT,
        "there will be no alerts from the groups %s%s: alerts.threshold is %.2g, and their"
            + " calibration rows are too few for p-values so small; calibrate on more rows, or group"
            + " by less",
        named,
        more == 0 ? "" : " and " + more + " more",
        asked);
  }

  /**
   * What a person must know of a second level, whose p-values are the pre-cut times its own; empty
   * where its alerts can come.
   */
  public static Optional<String> ofSecondLevel(
      TopologySpec.Alerts alerts, CalibrationGroups calibrations) {
    Calibration finest =
        Collections.min(calibrations.tables(), Comparator.comparingDouble(Calibration::floor));
    double floor = alerts.preCut() * finest.floor();
    if (alerts.allocation() != null || alerts.threshold() >= floor) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "there will be no alerts of level 2: alerts.threshold is %.2g, and %d calibration rows"
                + " that pass give p-values down to %.2g; calibrate the second level on %d such rows"
                + " or more (about %.0f in all), or raise it",
            alerts.threshold(),
            finest.size(),
            floor,
            (long) Math.ceil(alerts.preCut() / alerts.threshold()),
            Math.ceil(1 / alerts.threshold())));
  }

  /** What a person must know before the stream runs; empty where alerts can come. */
  public static Optional<String> warning(TopologySpec.Alerts alerts, Calibration calibration) {
    if (alerts.preCut() < calibration.floor()) {
      return Optional.of(text("candidates", "alerts.pre-cut", alerts.preCut(), calibration));
    }
    if (alerts.allocation() == null && alerts.threshold() < calibration.floor()) {
      return Optional.of(text("alerts", "alerts.threshold", alerts.threshold(), calibration));
    }
    return Optional.empty();
  }

  private static String text(String what, String key, double asked, Calibration calibration) {
    return String.format(
        Locale.ROOT,
        "there will be no %s: %s is %.2g, and %d calibration rows give p-values down to %.2g;"
            + " calibrate on %d rows or more, or raise it",
        what,
        key,
        asked,
        calibration.size(),
        calibration.floor(),
        (long) Math.ceil(1 / asked) - 1);
  }
}

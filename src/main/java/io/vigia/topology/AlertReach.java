package io.vigia.topology;

import io.vigia.calibration.Calibration;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the p-values of a calibration reach down to a topology's pre-cut and threshold. Where
 * they do not, a stream has no candidates or no alerts whatever comes, and looks well.
 */
public final class AlertReach {
  private AlertReach() {}

  /** What a person must know before the stream runs; empty where alerts can come. */
  public static Optional<String> warning(TopologySpec.Alerts alerts, Calibration calibration) {
    if (alerts.preCut() < calibration.floor()) {
      return Optional.of(text("candidates", "alerts.pre-cut", alerts.preCut(), calibration));
    }
    if (alerts.threshold() < calibration.floor()) {
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

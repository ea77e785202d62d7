package io.vigia.topology;

import io.vigia.calibration.Calibration;
import java.util.Locale;
import java.util.Optional;

/** Whether a calibration is fine enough for a topology's alerts. */
public final class AlertReach {
  private AlertReach() {}

  /**
   * What a person should know before the stream runs.
   *
   * @return a warning where {@code alerts.threshold} is below the smallest p-value, so that nothing
   *     can ever become an alert
   */
  public static Optional<String> warning(TopologySpec.Alerts alerts, Calibration calibration) {
    if (calibration.rank(alerts.threshold()) > 0) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "no event can ever become an alert: alerts.threshold is %s, and by %,d calibration"
                + " events no p-value is below %.2g; raise alerts.threshold, or train on more"
                + " events",
            alerts.threshold(),
            calibration.size(),
            calibration.floor()));
  }
}

package io.vigia.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What subscribers receive: the candidate with GCN's notice fields, its false-alarm rate and the
 * rule that let it pass.
 */
public final class Alert {
  private Alert() {}

  /**
   * The alert of a candidate, as JSON.
   *
   * @param time when the alert is made
   * @param farHz false-alarm rate, Hz, or null while the event rate is unknown
   * @param threshold the p-value at or below which a candidate is an alert
   */
  public static byte[] json(
      Candidate candidate, Instant time, @Nullable Double farHz, double threshold) {
    ObjectNode alert = JsonNodeFactory.instance.objectNode();
    alert.put("alert_datetime", time.truncatedTo(ChronoUnit.MILLIS).toString());
    alert.put("alert_type", "initial");
    alert.put("alert_tense", tense(candidate.role()));
    alert.put("record_number", 1);
    alert.put("level", 1);
    alert.setAll(candidate.record());
    alert.put("far", farHz);
    alert.put("p_value_threshold", threshold);
    return alert.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** GCN's {@code alert_tense} of a role; calibration pulses are commanded triggers. */
  private static String tense(Role role) {
    return switch (role) {
      case PHYSICS -> "current";
      case CALIBRATION -> "commanded";
      case INJECTION -> "injection";
      case TEST -> "test";
    };
  }
}

package io.vigia.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What subscribers receive: GCN's notice fields, then the candidate. What the desk knows beside it
 * (false-alarm rate, threshold, burst) is added there.
 */
public final class Alert {
  /** What a retraction repeats of the alert that it takes back. */
  private static final List<String> NAMES =
      List.of("id", "event_name", "trigger_time", "role", "p_value", "model");

  private Alert() {}

  /**
   * The alert of a candidate.
   *
   * @param time when the alert is made
   * @param recordNumber counts the alerts of an object, from 1
   */
  public static ObjectNode record(
      Candidate candidate, Instant time, AlertType type, int recordNumber) {
    ObjectNode alert = notice(candidate.role(), time, type, recordNumber);
    alert.put("level", 1); // Unless the candidate says otherwise.
    alert.setAll(candidate.record());
    return alert;
  }

  /**
   * The retraction of an alert.
   *
   * @param candidate of the alert that is taken back
   * @param reason for a person
   */
  public static ObjectNode retraction(
      Candidate candidate, Instant time, int recordNumber, String reason) {
    ObjectNode alert = notice(candidate.role(), time, AlertType.RETRACTION, recordNumber);
    alert.setAll(names(candidate));
    return alert.put("reason", reason);
  }

  /** The part of a candidate's record that says which event it is, and by which model. */
  public static ObjectNode names(Candidate candidate) {
    return candidate.record().deepCopy().retain(NAMES);
  }

  private static ObjectNode notice(Role role, Instant time, AlertType type, int recordNumber) {
    ObjectNode notice = JsonNodeFactory.instance.objectNode();
    notice.put("alert_datetime", time.truncatedTo(ChronoUnit.MILLIS).toString());
    notice.put("alert_type", type.label());
    notice.put("alert_tense", tense(role));
    notice.put("record_number", recordNumber);
    return notice;
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

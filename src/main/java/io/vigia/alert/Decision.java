package io.vigia.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.budget.Allocation.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What became of a candidate, and why: the record of the topic {@code decisions}.
 *
 * @param reason for a person, one clause
 * @param rule the name of the suppression rule or of the burst's event that decided; else null
 * @param verdict of the allocation, where it was asked; else null
 * @param wouldBe the alert that was not sent because the desk only tries its policy; else null
 */
public record Decision(
    Candidate candidate,
    Outcome outcome,
    String reason,
    @Nullable String rule,
    @Nullable Verdict verdict,
    @Nullable ObjectNode wouldBe) {

  /** A decision that no rule by name and no allocation took part in. */
  public static Decision of(Candidate candidate, Outcome outcome, String reason) {
    return new Decision(candidate, outcome, reason, null, null, null);
  }

  /** A decision by the allocation. */
  public static Decision of(Candidate candidate, Outcome outcome, Verdict verdict) {
    return new Decision(candidate, outcome, verdict.reason(), null, verdict, null);
  }

  /** The same, made by something that has a name. */
  public Decision by(String rule) {
    return new Decision(candidate, outcome, reason, rule, verdict, wouldBe);
  }

  /**
   * The record.
   *
   * @param time when it was decided
   */
  public ObjectNode json(Instant time) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
    json.put("id", candidate.id());
    for (String field : new String[] {"event_name", "trigger_time"}) {
      if (candidate.record().has(field)) {
        json.set(field, candidate.record().get(field));
      }
    }
    json.put("role", candidate.role().label()).put("p_value", candidate.pValue());
    json.put("outcome", outcome.label()).put("reason", reason);
    if (rule != null) {
      json.put("rule", rule);
    }
    if (outcome.isSuppressed()) {
      json.put("suppressed", true);
    }
    if (verdict != null) {
      json.put("p_value_threshold", verdict.threshold());
      if (verdict.period() != null) {
        json.put("period", verdict.period());
      }
    }
    if (wouldBe != null) {
      json.set("alert", wouldBe);
    }
    return json;
  }
}

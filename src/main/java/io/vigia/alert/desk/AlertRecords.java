package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Alert;
import io.vigia.alert.AlertType;
import io.vigia.alert.Candidate;
import io.vigia.alert.budget.Allocation.Verdict;
import java.util.Map;

/** Makes the record of an alert, whichever channel it goes out by. */
final class AlertRecords {
  private final Map<String, Double> workingPoints;
  private final DeskKnowledge knowledge;

  /**
   * @param workingPoints names of p-values; an alert names those that it passes
   */
  AlertRecords(Map<String, Double> workingPoints, DeskKnowledge knowledge) {
    this.workingPoints = workingPoints;
    this.knowledge = knowledge;
  }

  /**
   * @param number of the record among those of its object, from 1
   */
  ObjectNode alert(Unit unit, AlertType type, int number, Verdict verdict) {
    Candidate candidate = unit.candidate();
    ObjectNode alert = Alert.record(candidate, knowledge.now(), type, number);
    knowledge.addRates(candidate, alert);
    alert.put("p_value_threshold", verdict.threshold());
    if (verdict.period() != null) {
      alert.put("period", verdict.period());
    }
    if (!workingPoints.isEmpty()) {
      ArrayNode passed = alert.putArray("working_points");
      workingPoints.forEach(
          (name, pValue) -> {
            if (candidate.pValue() <= pValue) {
              passed.add(name);
            }
          });
    }
    if (unit.burst() != null) {
      alert.set("burst", unit.burst());
    }
    return alert;
  }

  ObjectNode retraction(Candidate candidate, int number, String reason) {
    return Alert.retraction(candidate, knowledge.now(), number, reason);
  }
}

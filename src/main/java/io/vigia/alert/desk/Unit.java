package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.selection.RecordFields;
import org.jspecify.annotations.Nullable;

/**
 * What asks to be sent and costs one unit of a budget: a candidate, or a burst in the name of its
 * rarest member.
 *
 * @param burst size, members and key of the burst; null for a candidate alone
 */
record Unit(Arrival arrival, @Nullable ObjectNode burst) {
  static Unit alone(Arrival arrival) {
    return new Unit(arrival, null);
  }

  Candidate candidate() {
    return arrival.candidate();
  }

  String id() {
    return arrival.candidate().id();
  }

  /**
   * @param rank what offers are ordered by, higher first
   * @param periodField the field of the record that names its period; null: time does
   */
  Offer offer(double rank, @Nullable String periodField) {
    Candidate candidate = candidate();
    return new Offer(
        candidate.id(),
        arrival.timeMillis(),
        candidate.pValue(),
        rank,
        candidate.weight(),
        periodField == null ? null : text(candidate, periodField));
  }

  private static @Nullable String text(Candidate candidate, String field) {
    JsonNode value = RecordFields.value(candidate.record(), field);
    return value == null || value.isNull() ? null : value.asText();
  }

  ObjectNode toJson() {
    ObjectNode json = arrival.toJson();
    if (burst != null) {
      json.set("burst", burst);
    }
    return json;
  }

  static Unit of(ObjectNode json) {
    return new Unit(Arrival.of(json), json.get("burst") instanceof ObjectNode burst ? burst : null);
  }
}

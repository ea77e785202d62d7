package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.budget.Allocation.Offer;
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
   * @param timeMillis of the offer, ms since 1970 UTC
   * @param rank what offers are ordered by, higher first
   * @param period the value that names its period, where a field of the survey does; else null
   */
  Offer offer(long timeMillis, double rank, @Nullable String period) {
    Candidate candidate = candidate();
    return new Offer(
        candidate.id(), timeMillis, candidate.pValue(), rank, candidate.weight(), period);
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

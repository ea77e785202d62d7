package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;

/**
 * A candidate as it came to the desk.
 *
 * @param key of its record: the object id, else the event id
 * @param timestamp of its record, ms since 1970 UTC
 * @param timeMillis the event time that it is judged by, ms since 1970 UTC
 */
public record Arrival(Candidate candidate, String key, long timestamp, long timeMillis) {
  /** Judged by the candidate's event time; by the record's where the candidate tells none. */
  public Arrival(Candidate candidate, String key, long timestamp) {
    this(candidate, key, timestamp, candidate.timeMillis().orElse(timestamp));
  }

  /** The same, judged as of another time than its own. */
  Arrival asOf(long otherMillis) {
    return new Arrival(candidate, key, timestamp, otherMillis);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("key", key).put("timestamp", timestamp).put("time", timeMillis);
    json.set("candidate", candidate.record());
    return json;
  }

  static Arrival of(ObjectNode json) {
    Arrival arrival =
        new Arrival(
            Candidate.of(json.required("candidate")),
            json.required("key").textValue(),
            json.required("timestamp").longValue());
    return arrival.asOf(json.path("time").asLong(arrival.timeMillis()));
  }
}

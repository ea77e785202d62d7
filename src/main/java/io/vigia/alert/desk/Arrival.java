package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;

/**
 * A candidate as it came to the desk.
 *
 * @param key of its record: the object id, else the event id
 * @param timestamp of its record, ms since 1970 UTC
 */
public record Arrival(Candidate candidate, String key, long timestamp) {
  /** Event time, ms since 1970 UTC; the record's where the candidate tells none. */
  public long timeMillis() {
    return candidate.timeMillis().orElse(timestamp);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("key", key).put("timestamp", timestamp);
    json.set("candidate", candidate.record());
    return json;
  }

  static Arrival of(ObjectNode json) {
    return new Arrival(
        Candidate.of(json.required("candidate")),
        json.required("key").textValue(),
        json.required("timestamp").longValue());
  }
}

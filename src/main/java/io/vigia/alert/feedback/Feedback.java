package io.vigia.alert.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;

/**
 * A record of the topic {@code feedback}.
 *
 * @param id of the event
 * @param label what the expert says of it
 * @param expert who; a later word of the same expert on the same event replaces the one before
 * @param note for people, may be empty
 * @param time when it was said
 * @param pattern why the event is rare; empty where its candidate said no reasons: then the label
 *     says nothing of other events
 */
public record Feedback(
    String id, Label label, String expert, String note, Instant time, RarityPattern pattern) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  public Feedback {
    if (id.isBlank() || expert.isBlank()) {
      throw new IllegalArgumentException(
          "feedback of expert '" + expert + "' on event '" + id + "'; both must be named");
    }
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Feedback parse(byte[] json) {
    JsonNode node;
    try {
      node = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("feedback is not JSON: " + e.getMessage(), e);
    }
    String label = node.path("label").asText();
    try {
      return new Feedback(
          node.path("id").asText(),
          Label.of(label)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the label is '" + label + "'; allowed: " + Label.labels())),
          node.path("expert").asText(),
          node.path("note").asText(""),
          Instant.parse(node.path("time").asText()),
          RarityPattern.of(node));
    } catch (java.time.DateTimeException e) {
      throw new IllegalArgumentException(
          "feedback has the time '" + node.path("time").asText() + "'; allowed: ISO 8601, UTC", e);
    }
  }

  /** As it stands on the topic. */
  public ObjectNode toJson() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", id).put("label", label.label()).put("expert", expert);
    if (!note.isEmpty()) {
      json.put("note", note);
    }
    json.put("time", time.toString());
    json.set("contributions", pattern.toJson());
    return json;
  }
}

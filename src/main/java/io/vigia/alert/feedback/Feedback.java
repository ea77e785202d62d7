package io.vigia.alert.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * A record of the topic {@code feedback}.
 *
 * @param about the id of an event; to take back an alert also an object, whose last one is meant
 * @param label what the expert says of it
 * @param expert who; a later word of the same expert on the same event replaces the one before
 * @param note for people, may be empty
 * @param pattern why the event is rare; empty where that is not said: then the word says nothing of
 *     other events
 */
public record Feedback(
    String about, Label label, String expert, String note, RarityPattern pattern) {
  /** Who speaks where a record does not say it. */
  public static final String SOMEBODY = "an expert";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public Feedback {
    if (about.isBlank() || expert.isBlank()) {
      throw new IllegalArgumentException(
          "feedback by '"
              + expert
              + "' on '"
              + about
              + "'; both must be named: id or event_name, and expert");
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
      throw new IllegalArgumentException("a feedback record is not JSON: " + e.getMessage(), e);
    }
    return of(node);
  }

  static Feedback of(JsonNode node) {
    String written = node.path("label").asText();
    Label label =
        Label.of(written)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a feedback record's label is '"
                            + written
                            + "'; allowed: "
                            + Label.labels()));
    return new Feedback(
        node.path("id").asText(node.path("event_name").asText()),
        label,
        node.path("expert").asText(SOMEBODY),
        node.path("note").asText(""),
        RarityPattern.of(node));
  }

  /** Why an alert is taken back, for its readers. */
  public String reason() {
    return "taken back by " + expert + (note.isEmpty() ? "" : ": " + note);
  }

  /** As it stands on the topic. */
  public ObjectNode toJson() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", about).put("label", label.label()).put("expert", expert);
    if (!note.isEmpty()) {
      json.put("note", note);
    }
    json.set("contributions", pattern.toJson());
    return json;
  }
}

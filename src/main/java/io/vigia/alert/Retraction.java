package io.vigia.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * An expert takes back an alert: the records of the topic {@code feedback} whose verdict is {@code
 * retract}.
 *
 * @param about the id of its event, or the object whose last alert is meant
 * @param reason for the readers of the alert
 */
public record Retraction(String about, String reason) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Reads a feedback record.
   *
   * @return none where its verdict is another
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Optional<Retraction> parse(byte[] json) {
    JsonNode node;
    try {
      node = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("a feedback record is not JSON: " + e.getMessage(), e);
    }
    String verdict = node.path("verdict").asText();
    String about = node.path("id").asText(node.path("event_name").asText());
    if (verdict.isEmpty() || about.isEmpty()) {
      throw new IllegalArgumentException(
          "a feedback record has an id or event_name and a verdict, this is none");
    }
    if (!verdict.equals("retract")) {
      return Optional.empty();
    }
    String note = node.path("note").asText();
    String expert = node.path("expert").asText();
    String who = expert.isEmpty() ? "an expert" : expert;
    return Optional.of(
        new Retraction(about, "taken back by " + who + (note.isEmpty() ? "" : ": " + note)));
  }
}

package io.vigia.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.Role;
import java.io.IOException;
import java.util.Locale;

/**
 * An event below the pre-cut, as {@link ScoreWriter} wrote it.
 *
 * @param pValue in (0, 1]
 * @param record the whole record; treated as immutable
 */
public record Candidate(String id, Role role, double pValue, ObjectNode record) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Reads a candidate record.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Candidate parse(byte[] json) {
    JsonNode node;
    try {
      node = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a candidate is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("a candidate cannot be read: " + e.getMessage(), e);
    }
    if (!(node instanceof ObjectNode object)
        || !node.path("id").isTextual()
        || !node.path("p_value").isNumber()) {
      throw new IllegalArgumentException("a candidate has an id and a p_value, this is none");
    }
    return new Candidate(
        node.get("id").textValue(), role(node), node.get("p_value").doubleValue(), object);
  }

  private static Role role(JsonNode node) {
    String label = node.path("role").asText();
    for (Role role : Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(label)) {
        return role;
      }
    }
    throw new IllegalArgumentException("a candidate's role is " + label + ", which is none");
  }
}

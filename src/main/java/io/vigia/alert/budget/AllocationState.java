package io.vigia.alert.budget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Records of state as JSON and back. Keys that a newer version wrote are left alone. */
final class AllocationState {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private AllocationState() {}

  static JsonNode json(Record state) {
    return MAPPER.valueToTree(state);
  }

  /**
   * @throws IllegalStateException when the JSON is of something else
   */
  static <T extends Record> T read(JsonNode json, Class<T> type) {
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "the state of a budget cannot be read: "
              + e.getMessage()
              + "; it belongs to another"
              + " version of vigia",
          e);
    }
  }
}

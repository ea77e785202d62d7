package io.vigia.alert.budget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.RecordComponent;

/** Records of state as JSON and back. Keys that a newer version wrote are left alone. */
final class AllocationState {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private AllocationState() {}

  static JsonNode json(Record state) {
    return MAPPER.valueToTree(state);
  }

  /**
   * A state that was kept; {@code start} where it is that of another rule, as after a change of the
   * topology.
   *
   * @throws IllegalStateException when it cannot be read
   */
  static <T extends Record> T read(JsonNode json, Class<T> type, T start) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (!json.has(component.getName())) {
        return start;
      }
    }
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "the state of a budget cannot be read: "
              + e.getMessage()
              + "; it belongs to another version of vigia",
          e);
    }
  }
}

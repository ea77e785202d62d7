package io.vigia.feature;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.EventLayout;
import io.vigia.event.PayloadScalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scalars of a payload that are copied into candidates and alerts, by key. */
final class CarriedFields {
  private final Map<String, JsonPointer> places;

  private CarriedFields(Map<String, JsonPointer> places) {
    this.places = places;
  }

  /**
   * @throws IllegalArgumentException for a name that is no field's, or two that give one key
   */
  static CarriedFields of(List<String> carry, List<EventLayout.Field> fields) {
    Map<String, JsonPointer> places = new LinkedHashMap<>();
    for (String entry : carry) {
      JsonPointer pointer = EventLayout.pointer(entry.startsWith("/") ? entry : at(entry, fields));
      String key = entry.startsWith("/") ? pointer.last().getMatchingProperty() : entry;
      if (places.put(key, pointer) != null) {
        throw new IllegalArgumentException(
            "carry: " + entry + " gives the key " + key + ", which an earlier entry has");
      }
    }
    return new CarriedFields(places);
  }

  private static String at(String name, List<EventLayout.Field> fields) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .map(EventLayout.Field::pointer)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "carry: "
                        + name
                        + " is no field; a field's name or a JSON pointer such as /"
                        + name
                        + " is allowed"));
  }

  ObjectNode of(byte[] payload) {
    ObjectNode carried = JsonNodeFactory.instance.objectNode();
    places.forEach(
        (key, pointer) -> {
          JsonNode value = PayloadScalar.at(payload, pointer);
          carried.set(key, value.isMissingNode() ? NullNode.getInstance() : value);
        });
    return carried;
  }
}

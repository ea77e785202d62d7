package io.vigia.event;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where in a payload the identity, the time and the numeric fields of an event stand. Pointers are
 * JSON pointers (RFC 6901).
 *
 * @param eventId the parts of the event id, at least one
 * @param objectId the parts of the object id, empty where the source names no objects
 * @param time null: the record's Kafka timestamp is the event's time
 * @param fields distinct by name; two may stand at the same place
 * @param maxBytes a longer payload is a dead letter
 * @throws IllegalArgumentException for no id, a repeated name, a malformed pointer, or a pointer
 *     that leads into the value of another
 */
public record EventLayout(
    List<String> eventId,
    List<String> objectId,
    @Nullable TimeField time,
    List<Field> fields,
    int maxBytes) {

  public EventLayout {
    eventId = List.copyOf(eventId);
    objectId = List.copyOf(objectId);
    fields = List.copyOf(fields);
    if (eventId.isEmpty()) {
      throw new IllegalArgumentException("an event id needs at least one pointer, such as /id");
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException("max-bytes is " + maxBytes + "; at least 1 is allowed");
    }
    Set<String> names = new HashSet<>();
    for (Field field : fields) {
      if (!names.add(field.name())) {
        throw new IllegalArgumentException("two fields are named " + field.name());
      }
    }
    PointerTrie.of(eventId, objectId, time, fields);
  }

  /**
   * A numeric field.
   *
   * @param name as expressions use it
   * @param sentinel a value that means "missing" (ZTF: -999), or null
   */
  public record Field(String name, String pointer, @Nullable Double sentinel) {}

  /**
   * @throws IllegalArgumentException unless the text is a JSON pointer to something inside an event
   */
  public static JsonPointer pointer(String text) {
    boolean escaped = text.replace("~0", "").replace("~1", "").indexOf('~') < 0;
    if (!text.startsWith("/") || !escaped) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is no JSON pointer; write /name, /outer/inner or /list/0, and ~1 for a / in a"
              + " name, ~0 for a ~");
    }
    return JsonPointer.compile(text);
  }
}

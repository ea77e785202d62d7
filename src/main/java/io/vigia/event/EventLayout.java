package io.vigia.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in a payload the identity, the time and the numeric fields of an event stand. Pointers are
 * JSON pointers (RFC 6901).
 *
 * @param eventId the parts of the event id, at least one
 * @param objectId the parts of the object id, empty where the source names no objects
 * @param time null: the record's Kafka timestamp is the event's time
 * @param fields distinct by name
 * @param maxBytes a longer payload is a dead letter
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
  }

  /**
   * A numeric field.
   *
   * @param name as expressions use it
   * @param sentinel a value that means "missing" (ZTF: -999), or null
   */
  public record Field(String name, String pointer, @Nullable Double sentinel) {}
}

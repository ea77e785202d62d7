package io.vigia.topology;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.event.EventLayout;
import io.vigia.event.PayloadScalar;
import org.jspecify.annotations.Nullable;

/**
 * The group that a training does not split an event from, as {@code training.group-by} names it.
 */
public final class RowGroup {
  private final JsonPointer pointer;

  private RowGroup(JsonPointer pointer) {
    this.pointer = pointer;
  }

  /** Null where the topology names none, and the key is the group. */
  public static @Nullable RowGroup of(TopologySpec spec) {
    String groupBy = spec.training().groupBy();
    if (groupBy.isEmpty()) {
      return null;
    }
    String pointer =
        spec.source().layout().fields().stream()
            .filter(field -> field.name().equals(groupBy))
            .map(EventLayout.Field::pointer)
            .findFirst()
            .orElse(groupBy.startsWith("/") ? groupBy : "/" + groupBy);
    return new RowGroup(JsonPointer.compile(pointer));
  }

  /** The group of an event; null where it has none. */
  public @Nullable String of(byte[] payload) {
    JsonNode value = PayloadScalar.at(payload, pointer);
    return value.isMissingNode() || value.isNull() ? null : value.asText();
  }

  @Override
  public String toString() {
    return pointer.toString();
  }
}

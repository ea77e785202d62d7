package io.vigia.topology;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.event.DecodedEvent;
import io.vigia.event.EventLayout;
import io.vigia.event.PayloadScalar;
import io.vigia.feature.Expression;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The class of a training row, as {@code training.label} names it. */
public final class RowLabel {
  private final @Nullable JsonPointer pointer;
  private final @Nullable Expression expression;

  private RowLabel(@Nullable JsonPointer pointer, @Nullable Expression expression) {
    this.pointer = pointer;
    this.expression = expression;
  }

  /**
   * @param layout of the events, with the label's fields
   */
  public static RowLabel of(TrainingSpec.Label label, EventLayout layout) {
    if (label.isPointer()) {
      return new RowLabel(JsonPointer.compile(label.text()), null);
    }
    List<String> names = layout.fields().stream().map(EventLayout.Field::name).toList();
    return new RowLabel(null, Expression.number(label.text(), names));
  }

  /** The stream's layout and, behind its fields, those that only the label reads. */
  public static EventLayout layout(EventLayout stream, TrainingSpec.@Nullable Label label) {
    if (label == null) {
      return stream;
    }
    List<EventLayout.Field> fields = new ArrayList<>(stream.fields());
    label.fields().stream().filter(field -> !fields.contains(field)).forEach(fields::add);
    return new EventLayout(
        stream.eventId(), stream.objectId(), stream.time(), fields, stream.maxBytes());
  }

  /** The class of an event; null where it has none. */
  public @Nullable String of(byte[] payload, DecodedEvent event) {
    if (pointer != null) {
      JsonNode value = PayloadScalar.at(payload, pointer);
      return value.isMissingNode() || value.isNull() ? null : value.asText();
    }
    double value = expression == null ? Double.NaN : expression.value(event.fields());
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : null;
  }
}

package io.vigia.alert.selection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names by which conditions read a candidate or an alert: the record's own fields, then those
 * carried, the features, the context; the first that has the name counts.
 */
public final class RecordFields {
  /** Fields of the record itself, numbers and texts. */
  public static final List<String> OWN =
      List.of(
          "id",
          "event_name",
          "role",
          "nll",
          "p_value",
          "p_value_method",
          "far",
          "weight",
          "segment",
          "level",
          "interest",
          "calibration_group",
          "tail_score",
          "nll_spread",
          "alert_type",
          "record_number");

  private static final List<String> PARTS = List.of("carried", "features", "context");

  private RecordFields() {}

  /** The value of a name, or null where the record has none. */
  public static @Nullable JsonNode value(ObjectNode record, String name) {
    if (OWN.contains(name)) {
      return record.get(name);
    }
    for (String part : PARTS) {
      JsonNode value = record.path(part).get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** Takes a name out of a record, wherever it stands; its own record is changed. */
  public static void remove(ObjectNode record, String name) {
    record.remove(name);
    for (String part : PARTS) {
      if (record.get(part) instanceof ObjectNode fields) {
        fields.remove(name);
      }
    }
  }
}

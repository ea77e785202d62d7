package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Constants by the words of a topology file: their names in lower case, with - for _. */
final class Labels {
  private Labels() {}

  static <E extends Enum<E>> @Nullable E of(E[] values, String label) {
    for (E value : values) {
      if (value.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(label)) {
        return value;
      }
    }
    return null;
  }

  /** What stands under a key, else {@code otherwise}. */
  static <E extends Enum<E>> E of(E[] values, JsonNode json, String key, E otherwise) {
    E value = of(values, json.path(key).asText());
    return value == null ? otherwise : value;
  }
}

package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.selection.RecordFields;
import io.vigia.feature.Spelling;
import java.util.LinkedHashSet;
import java.util.Set;

/** The names that a topology's candidates and alerts will have fields by. */
final class RecordNames {
  private final Set<String> names = new LinkedHashSet<>(RecordFields.OWN);

  RecordNames(JsonNode file) {
    file.path("carry").forEach(place -> names.add(label(place.asText())));
    for (String list : new String[] {"features", "context"}) {
      file.path(list).forEach(column -> names.add(column.path("name").asText()));
    }
    names.remove("");
  }

  /** How records call what stands at a place: a name is itself, a pointer its last part. */
  static String label(String place) {
    return place.substring(place.lastIndexOf('/') + 1);
  }

  boolean has(String name) {
    return names.contains(name);
  }

  /** What to say of a name that no record has. */
  String unknown(String name) {
    return "\""
        + name
        + "\", which candidates do not have"
        + Spelling.didYouMean(name, names)
        + "; they have "
        + Spelling.listed(names)
        + "; add it to carry";
  }
}

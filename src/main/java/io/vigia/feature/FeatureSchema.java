package io.vigia.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.EventLayout;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that decides what a vector means: the fields read, the named cuts that select the
 * population, the features in order. Two densities are comparable only under equal schemas.
 *
 * @param fields what expressions may refer to; kept sorted by name, since their order means nothing
 * @param cuts name to boolean expression, in order
 * @param features in order, at least one
 * @throws IllegalArgumentException for repeated names, an expression that does not compile, no
 *     feature or more than {@value #MOST_FEATURES}
 */
public record FeatureSchema(
    List<EventLayout.Field> fields, Map<String, String> cuts, List<Feature> features) {

  public static final int MOST_FEATURES = 512;

  public FeatureSchema {
    fields = fields.stream().sorted(Comparator.comparing(EventLayout.Field::name)).toList();
    cuts = Collections.unmodifiableMap(new LinkedHashMap<>(cuts));
    features = List.copyOf(features);
    if (features.isEmpty() || features.size() > MOST_FEATURES) {
      throw new IllegalArgumentException(
          features.size() + " features; 1 to " + MOST_FEATURES + " are allowed");
    }
    refuseRepeated("field", fields.stream().map(EventLayout.Field::name).toList());
    refuseRepeated("feature", features.stream().map(Feature::name).toList());
    List<String> names = fields.stream().map(EventLayout.Field::name).toList();
    cuts.forEach((name, text) -> compiled("cut " + name, text, names, Expression.Type.CONDITION));
    for (Feature feature : features) {
      compiled("feature " + feature.name(), feature.expression(), names, Expression.Type.NUMBER);
    }
  }

  /** The number of features. */
  public int size() {
    return features.size();
  }

  /** SHA-256 in lower-case hex over the canonical JSON of this schema. */
  public String sha256() {
    return SchemaJson.sha256(this);
  }

  /** The schema as it stands in {@code model.json}. */
  public ObjectNode toJson() {
    return SchemaJson.write(this);
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @throws IllegalArgumentException naming the key, for anything else
   */
  public static FeatureSchema fromJson(JsonNode json) {
    return SchemaJson.read(json);
  }

  private static void refuseRepeated(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("two " + what + "s are named " + name);
      }
    }
  }

  static Expression compiled(String what, String text, List<String> names, Expression.Type type) {
    try {
      return Expression.of(text, names, type);
    } catch (ExpressionException e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    }
  }
}

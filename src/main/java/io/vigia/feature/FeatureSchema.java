package io.vigia.feature;

import io.vigia.event.EventLayout;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides what a vector means: the fields read, the named cuts that select the
 * population, the features in order. Two densities are comparable only under equal schemas.
 *
 * @param fields what expressions may refer to
 * @param cuts name to boolean expression, in order
 * @param features in order, at least one
 */
public record FeatureSchema(
    List<EventLayout.Field> fields, Map<String, String> cuts, List<Feature> features) {

  /** The number of features. */
  public int size() {
    return features.size();
  }

  /** SHA-256 in lower-case hex over the canonical JSON of this schema. */
  public String sha256() {
    throw new UnsupportedOperationException("contract");
  }

  public com.fasterxml.jackson.databind.node.ObjectNode toJson() {
    throw new UnsupportedOperationException("contract");
  }

  public static FeatureSchema fromJson(com.fasterxml.jackson.databind.JsonNode json) {
    throw new UnsupportedOperationException("contract");
  }
}

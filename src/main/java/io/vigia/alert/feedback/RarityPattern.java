package io.vigia.alert.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * In which way an event is rare, whatever how much: a unit vector with an axis for each feature and
 * direction, in proportion to the square root of its nats, which for a Gaussian is the number of
 * standard deviations. Two events are alike when they are rare for the same reasons.
 *
 * @param shares by feature and direction such as {@code pt1 high}, each above 0, their squares
 *     together 1; empty where an event says no reasons
 */
public record RarityPattern(Map<String, Double> shares) {
  public static final RarityPattern NONE = new RarityPattern(Map.of());

  public RarityPattern {
    shares = Collections.unmodifiableMap(new TreeMap<>(shares));
  }

  /** Of a record that has {@code contributions}: a candidate, an alert, feedback. */
  public static RarityPattern of(JsonNode record) {
    Map<String, Double> shares = new TreeMap<>();
    double sum = 0;
    for (JsonNode one : record.path("contributions")) {
      double nats = one.path("nats").asDouble();
      if (nats > 0 && Double.isFinite(nats)) {
        String axis = one.path("feature").asText() + " " + one.path("direction").asText();
        shares.put(axis, Math.sqrt(nats));
        sum += nats;
      }
    }
    double length = Math.sqrt(sum);
    shares.replaceAll((axis, share) -> share / length);
    return new RarityPattern(shares);
  }

  public boolean isEmpty() {
    return shares.isEmpty();
  }

  /** The squared distance to another, 0 to 2: {@code |u - v|^2 = 2 - 2 u.v}. */
  public double squaredDistance(RarityPattern other) {
    double product = 0;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      product += share.getValue() * other.shares.getOrDefault(share.getKey(), 0.0);
    }
    return Math.max(0, 2 - 2 * product);
  }

  /** As contributions, so that {@link #of} gives it back. */
  ArrayNode toJson() {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    shares.forEach(
        (axis, share) -> {
          int cut = axis.lastIndexOf(' ');
          json.addObject()
              .put("feature", axis.substring(0, cut))
              .put("direction", axis.substring(cut + 1))
              .put("nats", share * share);
        });
    return json;
  }
}

package io.vigia.density.companion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The shape of a diffusion-time classifier.
 *
 * @param kind {@value #KIND}
 * @param features D
 * @param context C
 * @param hidden widths of the network's hidden layers
 * @param bins how many equal parts the diffusion's time is cut into
 */
public record TimeClassifierArchitecture(
    String kind, int features, int context, List<Integer> hidden, int bins) {
  public static final String KIND = "dte-c";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * @throws IllegalArgumentException where a value is not among those allowed, with its key
   */
  public TimeClassifierArchitecture {
    if (!KIND.equals(kind)) {
      throw new IllegalArgumentException("architecture.kind is '" + kind + "'; allowed: " + KIND);
    }
    require("features", features, 1);
    require("context", context, 0);
    require("bins", bins, 2);
    if (hidden == null || hidden.isEmpty()) {
      throw new IllegalArgumentException(
          "architecture.hidden is " + hidden + "; at least one width is needed");
    }
    hidden = List.copyOf(hidden);
    hidden.forEach(width -> require("hidden", width, 1));
  }

  /** Hidden layers 256, 512, 256 and 7 bins, as in the paper. */
  public static TimeClassifierArchitecture of(int features, int context) {
    return new TimeClassifierArchitecture(KIND, features, context, List.of(256, 512, 256), 7);
  }

  /**
   * @throws IllegalArgumentException where the JSON is no such architecture
   */
  static TimeClassifierArchitecture of(ObjectNode json) {
    try {
      return MAPPER.treeToValue(json, TimeClassifierArchitecture.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("architecture: " + e.getOriginalMessage(), e);
    }
  }

  ObjectNode toJson() {
    return MAPPER.valueToTree(this);
  }

  private static void require(String key, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "architecture." + key + " is " + value + "; allowed: from " + least);
    }
  }
}

package io.vigia.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The weights of a density of any kind, as a bundle stores them: its shape as JSON, its numbers by
 * name. Whoever computes with them ({@link FlowWeights} and the kernel, or a density on DJL) checks
 * that they fit.
 *
 * @param architecture has at least {@code kind} (text), {@code features} (D, from 1) and, where it
 *     is conditional, {@code context} (C, the numbers that follow the features in a row)
 * @param tensors by name, as {@link Safetensors#write} takes them
 */
public record DensityWeights(ObjectNode architecture, Map<String, Tensor> tensors) {
  /**
   * @throws IllegalArgumentException where the architecture does not name kind and features
   */
  public DensityWeights {
    architecture = architecture.deepCopy();
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
    if (!architecture.path("kind").isTextual()) {
      throw new IllegalArgumentException(
          "architecture.kind is " + architecture.get("kind") + "; a text is needed");
    }
    requireCount(architecture, "features", 1);
    if (architecture.has("context")) {
      requireCount(architecture, "context", 0);
    }
  }

  private static void requireCount(ObjectNode architecture, String key, int least) {
    JsonNode value = architecture.path(key);
    if (!value.isInt() || value.intValue() < least) {
      throw new IllegalArgumentException(
          "architecture." + key + " is " + value + "; allowed: whole numbers from " + least);
    }
  }

  public String kind() {
    return architecture.get("kind").textValue();
  }

  /** D. */
  public int features() {
    return architecture.get("features").intValue();
  }

  /** C; 0 for a density without conditions. */
  public int context() {
    return architecture.path("context").intValue();
  }
}

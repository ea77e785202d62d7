package io.vigia.density;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.kernel.DensityWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shape of a density as a record and as a bundle's JSON, with the checks that all share. */
public final class Architectures {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Architectures() {}

  /**
   * The architecture of a bundle.
   *
   * @param type a record whose constructor refuses what is not allowed
   * @throws IllegalArgumentException where a key is unknown, or a value not among those allowed
   */
  public static <T> T read(DensityWeights weights, Class<T> type) {
    try {
      return MAPPER.treeToValue(weights.architecture(), type);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause();
      String what =
          cause instanceof IllegalArgumentException
              ? cause.getMessage()
              : "architecture: " + e.getOriginalMessage();
      throw new IllegalArgumentException(what, e);
    }
  }

  /** An architecture as a bundle's JSON. */
  public static ObjectNode write(Object architecture) {
    return MAPPER.valueToTree(architecture);
  }

  /**
   * Looks that weights are of this architecture.
   *
   * @throws IllegalArgumentException where they are of another
   */
  public static void require(DensityWeights weights, Record architecture) {
    Record theirs = read(weights, architecture.getClass());
    if (!theirs.equals(architecture)) {
      throw new IllegalArgumentException(
          "the weights are of " + theirs + "; " + architecture + " is needed");
    }
  }

  /**
   * @throws IllegalArgumentException where the value lies outside
   */
  public static void inRange(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw refused(key, value, least + " to " + most);
    }
  }

  /**
   * Widths of layers: up to 8 of 1 to 8192.
   *
   * @return a copy of them
   * @throws IllegalArgumentException where they are missing or outside
   */
  public static List<Integer> widths(String key, @Nullable List<Integer> widths) {
    if (widths == null) {
      throw refused(key, "missing", "the widths of the layers, such as [128, 128]");
    }
    inRange(key + ".length", widths.size(), 0, 8);
    for (int layer = 0; layer < widths.size(); layer++) {
      Integer width = widths.get(layer);
      inRange(key + "[" + layer + "]", width == null ? 0 : width, 1, 8192);
    }
    return List.copyOf(widths);
  }

  /** What to throw where {@code value} is not among those allowed. */
  public static IllegalArgumentException refused(String key, Object value, String allowed) {
    return new IllegalArgumentException(
        "architecture." + key + " is " + value + "; allowed: " + allowed);
  }
}

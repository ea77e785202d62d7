package io.vigia.density.diffusion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The shape of a diffusion model of rows, as JSON in snake case: {@code {"kind": "vdm", "features":
 * 16, "context": 0, "hidden": [256, 256, 256], "frequencies": 4, "bins": 16, "times": 16}}.
 *
 * @param kind {@value #KIND}
 * @param features D: 1 to {@value #MOST}
 * @param context C: 0 to {@value #MOST}
 * @param hidden the widths of the network's hidden layers: 1 to 8 of them, each 1 to {@value #MOST}
 * @param frequencies of the Fourier features of the noise that the network reads: 0 to 12
 * @param bins the steps of the noise schedule: 1 to 256
 * @param times how many noises a score averages over: even, 4 to 1024
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DiffusionArchitecture(
    String kind,
    int features,
    int context,
    List<Integer> hidden,
    int frequencies,
    int bins,
    int times) {
  public static final String KIND = "vdm";
  static final int MOST = 8192;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * @throws IllegalArgumentException where a value is not among those allowed, with its key
   */
  public DiffusionArchitecture {
    if (!KIND.equals(kind)) {
      throw new IllegalArgumentException("architecture.kind is '" + kind + "'; allowed: " + KIND);
    }
    inRange("features", features, 1, MOST);
    inRange("context", context, 0, MOST);
    if (hidden == null) {
      throw new IllegalArgumentException(
          "architecture.hidden is missing; give widths, such as [256, 256, 256]");
    }
    hidden = List.copyOf(hidden);
    inRange("hidden.length", hidden.size(), 1, 8);
    hidden.forEach(width -> inRange("hidden", width, 1, MOST));
    inRange("frequencies", frequencies, 0, 12);
    inRange("bins", bins, 1, 256);
    requireTimes(times);
  }

  /** Three hidden layers of 256, 16 noises a score. */
  public static DiffusionArchitecture of(int features, int context) {
    return new DiffusionArchitecture(KIND, features, context, List.of(256, 256, 256), 4, 16, 16);
  }

  static DiffusionArchitecture of(ObjectNode json) {
    return read(json, DiffusionArchitecture.class);
  }

  ObjectNode toJson() {
    return MAPPER.valueToTree(this);
  }

  /**
   * An architecture of this type from JSON.
   *
   * @throws IllegalArgumentException where a key is unknown, or a value is not among those allowed
   */
  public static <T> T read(ObjectNode json, Class<T> type) {
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
      throw new IllegalArgumentException("architecture " + json + ": " + cause.getMessage(), e);
    }
  }

  /**
   * @throws IllegalArgumentException where the times of a score are odd, too few or too many
   */
  public static void requireTimes(int times) {
    inRange("times", times, 4, 1024);
    if (times % 2 != 0) {
      throw new IllegalArgumentException(
          "architecture.times is " + times + "; allowed: even numbers");
    }
  }

  /**
   * @throws IllegalArgumentException with key and value, where it is outside
   */
  public static void inRange(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "architecture." + key + " is " + value + "; allowed: " + least + " to " + most);
    }
  }
}

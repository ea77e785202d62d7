package io.vigia.kernel;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * The shape of a masked autoregressive flow with affine transforms (Papamakarios, Pavlakou and
 * Murray 2017, "Masked Autoregressive Flow for Density Estimation"). As JSON its keys are in snake
 * case: {@code {"kind": "maf", "features": 16, "transforms": 5, "hidden": [64, 64], "activation":
 * "relu", "log_scale_bound": 5.0}}.
 *
 * @param kind the family: {@value #MAF}
 * @param features D, the length of a vector: 1 to {@value #MAX_FEATURES}
 * @param transforms T, how many affine transforms follow each other: 1 to {@value #MAX_TRANSFORMS}
 * @param hidden the widths of a transform's hidden layers, from the input: up to {@value
 *     #MAX_HIDDEN_LAYERS} of 1 to {@value #MAX_WIDTH}; none makes a linear autoregression
 * @param activation after each hidden layer: {@value #RELU}
 * @param logScaleBound B, the bound of a log-scale {@code a = s / (1 + |s| / B)}, in nats: above 0,
 *     at most {@value #MAX_LOG_SCALE_BOUND}, so that {@code exp(a)} stays inside a float
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record FlowArchitecture(
    String kind,
    int features,
    int transforms,
    List<Integer> hidden,
    String activation,
    double logScaleBound) {

  public static final String MAF = "maf";
  public static final String RELU = "relu";
  public static final int MAX_FEATURES = 4096;
  public static final int MAX_TRANSFORMS = 64;
  public static final int MAX_HIDDEN_LAYERS = 8;
  public static final int MAX_WIDTH = 8192;
  public static final double MAX_LOG_SCALE_BOUND = 60;

  /**
   * @throws IllegalArgumentException where a value is not among those allowed, with its key
   */
  public FlowArchitecture {
    oneOf("kind", kind, MAF);
    inRange("features", features, 1, MAX_FEATURES);
    inRange("transforms", transforms, 1, MAX_TRANSFORMS);
    if (hidden == null) {
      throw new IllegalArgumentException(
          "architecture.hidden is missing; give the widths of the hidden layers, such as [64, 64]");
    }
    inRange("hidden.length", hidden.size(), 0, MAX_HIDDEN_LAYERS);
    for (int layer = 0; layer < hidden.size(); layer++) {
      Integer width = hidden.get(layer);
      inRange("hidden[" + layer + "]", width == null ? 0 : width, 1, MAX_WIDTH);
    }
    hidden = List.copyOf(hidden);
    oneOf("activation", activation, RELU);
    if (!(logScaleBound > 0 && logScaleBound <= MAX_LOG_SCALE_BOUND)) {
      throw new IllegalArgumentException(
          "architecture.log_scale_bound is "
              + logScaleBound
              + "; allowed: above 0, at most "
              + MAX_LOG_SCALE_BOUND);
    }
  }

  /** A masked autoregressive flow with ReLU and log-scales bounded by 5. */
  public static FlowArchitecture maf(int features, int transforms, List<Integer> hidden) {
    return new FlowArchitecture(MAF, features, transforms, hidden, RELU, 5.0);
  }

  /** How many layers of weights a transform has: the hidden ones and the last. */
  public int layers() {
    return hidden.size() + 1;
  }

  /** How many numbers enter layer {@code layer} of a transform, from 0. */
  public int inputs(int layer) {
    return layer == 0 ? features : hidden.get(layer - 1);
  }

  /** How many numbers leave layer {@code layer}; the last layer gives D shifts, D log-scales. */
  public int outputs(int layer) {
    return layer == hidden.size() ? 2 * features : hidden.get(layer);
  }

  private static void oneOf(String key, String value, String allowed) {
    if (!allowed.equals(value)) {
      throw new IllegalArgumentException(
          "architecture." + key + " is '" + value + "'; allowed: '" + allowed + "'");
    }
  }

  private static void inRange(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "architecture." + key + " is " + value + "; allowed: " + least + " to " + most);
    }
  }
}

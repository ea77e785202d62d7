package io.vigia.kernel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a normalizing flow: T transforms from data to noise, each of which reorders (or
 * mixes) the features and then maps them one by one, with parameters that a network computes from
 * other features and from the context. As JSON its keys are in snake case, and what has its default
 * is left out: {@code {"kind": "maf", "features": 16, "transforms": 5, "hidden": [64, 64],
 * "activation": "relu", "log_scale_bound": 5.0}}.
 *
 * <ul>
 *   <li>{@value #MAF}: autoregressive, affine (Papamakarios, Pavlakou and Murray 2017)
 *   <li>{@value #NSF_AUTOREGRESSIVE}: autoregressive, rational-quadratic splines (Durkan, Bekasov,
 *       Murray and Papamakarios 2019, "Neural Spline Flows")
 *   <li>{@value #REALNVP}: coupling, affine (Dinh, Sohl-Dickstein and Bengio 2017)
 *   <li>{@value #NSF_COUPLING}: coupling, rational-quadratic splines
 * </ul>
 *
 * @param kind the family, one of the four
 * @param features D, the features of a row: 1 to {@value #MAX_FEATURES}; coupling needs 2
 * @param context C, the numbers after the features in a row, that the density is conditional on: 0
 *     to {@value #MAX_FEATURES}
 * @param transforms T: 1 to {@value #MAX_TRANSFORMS}
 * @param hidden the widths of a network's hidden layers, from the input: up to {@value
 *     #MAX_HIDDEN_LAYERS} of 1 to {@value #MAX_WIDTH}; none makes a linear network
 * @param activation after each hidden layer: {@value #RELU}
 * @param residual whether each hidden layer but the first adds its input to what it gives; all
 *     hidden layers then have one width
 * @param mixing what stands before each transform's map: {@value #PERMUTATION}, or {@value #LINEAR}
 *     for a permutation followed by an invertible matrix and a shift (an LU layer, an activation
 *     norm, or both)
 * @param logScaleBound affine kinds: B, the bound of a log-scale {@code a = s / (1 + |s| / B)}, in
 *     nats: above 0, at most {@value #MAX_LOG_SCALE_BOUND}, so that {@code exp(a)} stays inside a
 *     float. Else 0
 * @param bins spline kinds: K, the bins of a spline: 2 to {@value #MAX_BINS}. Else 0
 * @param tailBound spline kinds: the spline maps [-tailBound, tailBound] onto itself, and beyond it
 *     is the identity: above 0, at most {@value #MAX_TAIL_BOUND}. Else 0
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record FlowArchitecture(
    String kind,
    int features,
    int context,
    int transforms,
    @JsonInclude(JsonInclude.Include.ALWAYS) List<Integer> hidden,
    String activation,
    boolean residual,
    @Nullable String mixing,
    double logScaleBound,
    int bins,
    double tailBound) {

  public static final String MAF = "maf";
  public static final String NSF_AUTOREGRESSIVE = "nsf-ar";
  public static final String REALNVP = "realnvp";
  public static final String NSF_COUPLING = "nsf-c";
  public static final List<String> KINDS = List.of(MAF, NSF_AUTOREGRESSIVE, REALNVP, NSF_COUPLING);

  /** The kind of flow where nothing names one. */
  public static final String DEFAULT_KIND = NSF_AUTOREGRESSIVE;

  public static final String RELU = "relu";
  public static final String PERMUTATION = "permutation";
  public static final String LINEAR = "linear";
  public static final int MAX_FEATURES = 4096;
  public static final int MAX_TRANSFORMS = 64;
  public static final int MAX_HIDDEN_LAYERS = 8;
  public static final int MAX_WIDTH = 8192;
  public static final int MAX_BINS = 64;
  public static final double MAX_LOG_SCALE_BOUND = 60;
  public static final double MAX_TAIL_BOUND = 1000;

  /**
   * @throws IllegalArgumentException where a value is not among those allowed, with its key
   */
  public FlowArchitecture {
    if (!KINDS.contains(kind)) {
      throw refused("kind", "'" + kind + "'", String.join(", ", KINDS));
    }
    inRange("features", features, isCoupling(kind) ? 2 : 1, MAX_FEATURES);
    inRange("context", context, 0, MAX_FEATURES);
    inRange("transforms", transforms, 1, MAX_TRANSFORMS);
    if (hidden == null) {
      throw new IllegalArgumentException(
          "architecture.hidden is missing; give the widths of the hidden layers, such as [64, 64]");
    }
    inRange("hidden.length", hidden.size(), 0, MAX_HIDDEN_LAYERS);
    for (int layer = 0; layer < hidden.size(); layer++) {
      Integer width = hidden.get(layer);
      inRange("hidden[" + layer + "]", width == null ? 0 : width, 1, MAX_WIDTH);
      if (residual && !hidden.get(0).equals(width)) {
        throw refused("hidden[" + layer + "]", width, hidden.get(0) + ", since it is residual");
      }
    }
    hidden = List.copyOf(hidden);
    if (!RELU.equals(activation)) {
      throw refused("activation", "'" + activation + "'", "'" + RELU + "'");
    }
    if (mixing != null && mixing.equals(PERMUTATION)) {
      mixing = null;
    }
    if (mixing != null && !mixing.equals(LINEAR)) {
      throw refused("mixing", "'" + mixing + "'", PERMUTATION + ", " + LINEAR);
    }
    if (isSpline(kind)) {
      inRange("bins", bins, 2, MAX_BINS);
      bounded("tail_bound", tailBound, MAX_TAIL_BOUND);
      absent("log_scale_bound", logScaleBound, kind);
    } else {
      bounded("log_scale_bound", logScaleBound, MAX_LOG_SCALE_BOUND);
      absent("bins", bins, kind);
      absent("tail_bound", tailBound, kind);
    }
  }

  /** A masked autoregressive flow with ReLU and log-scales bounded by 5, without context. */
  public static FlowArchitecture maf(int features, int transforms, List<Integer> hidden) {
    return of(MAF, features, 0, transforms, hidden);
  }

  /** A flow of this kind: permutations, a plain network, log-scales bounded by 5 or 8 bins in 4. */
  public static FlowArchitecture of(
      String kind, int features, int context, int transforms, List<Integer> hidden) {
    return FlowShape.of(transforms, hidden).architecture(kind, features, context);
  }

  /** Whether flows of this kind are made of coupling transforms. */
  public static boolean isCoupling(String kind) {
    return REALNVP.equals(kind) || NSF_COUPLING.equals(kind);
  }

  /** Whether the maps of this kind are splines. */
  public static boolean isSpline(String kind) {
    return NSF_AUTOREGRESSIVE.equals(kind) || NSF_COUPLING.equals(kind);
  }

  public boolean coupling() {
    return isCoupling(kind);
  }

  public boolean spline() {
    return isSpline(kind);
  }

  public boolean linearMixing() {
    return LINEAR.equals(mixing);
  }

  /** D + C, the numbers in a row. */
  public int inputs() {
    return features + context;
  }

  /** How many features a coupling transform passes on as they are: the first D / 2 of its order. */
  public int passed() {
    return coupling() ? features / 2 : 0;
  }

  /** n, how many features a transform maps. */
  public int mapped() {
    return features - passed();
  }

  /** P, the parameters that the map of one feature has: 2 affine, 3 K - 1 spline. */
  public int parameters() {
    return spline() ? 3 * bins - 1 : 2;
  }

  /** How many layers of weights a transform's network has: the hidden ones and the last. */
  public int layers() {
    return hidden.size() + 1;
  }

  /** How many numbers enter layer {@code layer} of a transform, from 0: context comes last. */
  public int inputs(int layer) {
    return layer == 0 ? (coupling() ? passed() : features) + context : hidden.get(layer - 1);
  }

  /** How many numbers leave layer {@code layer}; the last layer gives n of each parameter. */
  public int outputs(int layer) {
    return layer == hidden.size() ? parameters() * mapped() : hidden.get(layer);
  }

  private static IllegalArgumentException refused(String key, Object value, String allowed) {
    return new IllegalArgumentException(
        "architecture." + key + " is " + value + "; allowed: " + allowed);
  }

  private static void inRange(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw refused(key, value, least + " to " + most);
    }
  }

  private static void bounded(String key, double value, double most) {
    if (!(value > 0 && value <= most)) {
      throw refused(key, value, "above 0, at most " + most);
    }
  }

  private static void absent(String key, double value, String kind) {
    if (value != 0) {
      throw refused(key, value, "not given, since the kind is " + kind);
    }
  }
}

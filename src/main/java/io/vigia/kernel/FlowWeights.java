package io.vigia.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The weights of a flow, checked against its {@link FlowArchitecture}. By name and shape, with D
 * features, C context numbers, n mapped features, P parameters a feature, transforms {@code t =
 * 0..T-1} and layers {@code l = 0..L}, L being the number of hidden layers:
 *
 * <pre>
 * standardise.mean                    F32 [D]
 * standardise.scale                   F32 [D], above 0
 * transform.{t}.permutation           I32 [D]
 * transform.{t}.mixing.weight         F32 [D, D], invertible     only where mixing is linear
 * transform.{t}.mixing.bias           F32 [D]                    likewise
 * transform.{t}.layer.{l}.weight      F32 [outputs, inputs], the mask applied: zeros
 * transform.{t}.layer.{l}.bias        F32 [outputs]
 * </pre>
 *
 * <p>They mean, for a row (x, c) of D features and C context numbers, from data to noise:
 *
 * <pre>
 * z   = (x - mean) / scale                 the first transform's input
 * v_j = z[permutation_j]                   the order of this transform
 * v   = M v + b                            only where mixing is linear
 * i   = (v, c), or (v_0..v_(d-1), c)       autoregressive, or coupling with d = D / 2 passed on
 * h   = relu(weight_l h + bias_l)          l = 0..L-1, from h = i
 *       h + relu(weight_l h + bias_l)      instead, for l = 1..L-1 of a residual network
 * q   = weight_L h + bias_L                P n numbers: n of the first parameter, n of the second...
 * u_j = f(v_j; q_j, q_(n+j), ...)          for the mapped j, the last n; u_j = v_j for the others
 * log p(x | c) = -D/2 log(2 pi) - 1/2 sum_j u_j^2 + sum_t log|det du/dz| - sum_j log scale_j
 * </pre>
 *
 * <p>The affine map (Papamakarios et al. 2017, equations 2 to 5), with (mu, s) its parameters and B
 * the log-scale bound: {@code a = s / (1 + |s| / B)}, {@code u = (v - mu) exp(-a)}. The spline is
 * {@link RationalQuadraticSpline}'s.
 *
 * <p>Autoregressive kinds need triangular Jacobians: the parameters of j may depend on {@code v_i}
 * with {@code i < j} only, and the constructor looks that they do.
 */
public final class FlowWeights {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final FlowArchitecture architecture;
  private final Map<String, Tensor> tensors;

  private FlowWeights(FlowArchitecture architecture, Map<String, Tensor> tensors) {
    this.architecture = architecture;
    this.tensors = tensors;
  }

  /**
   * @throws IllegalArgumentException where a tensor is missing or unknown, has another type or
   *     shape, holds a NaN or an infinity, where a mixing matrix is singular, or where the weights
   *     are not autoregressive
   */
  public static FlowWeights of(FlowArchitecture architecture, Map<String, Tensor> tensors) {
    FlowWeights weights = new FlowWeights(architecture, new TreeMap<>(tensors));
    TensorSet left = new TensorSet(tensors);
    left.floats(MEAN, architecture.features());
    left.scales(SCALE, architecture.features());
    for (int t = 0; t < architecture.transforms(); t++) {
      weights.checkTransform(t, left);
    }
    left.requireNoOther("a flow of " + architecture);
    return weights;
  }

  /**
   * The weights of a flow as a bundle has them.
   *
   * @throws IllegalArgumentException as the other, or where the architecture is no flow's
   */
  public static FlowWeights of(DensityWeights weights) {
    try {
      return of(
          MAPPER.treeToValue(weights.architecture(), FlowArchitecture.class), weights.tensors());
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause();
      throw new IllegalArgumentException(
          cause instanceof IllegalArgumentException
              ? cause.getMessage()
              : "architecture: " + e.getOriginalMessage(),
          e);
    }
  }

  /** These weights as a bundle has them. */
  public DensityWeights toDensityWeights() {
    return new DensityWeights(MAPPER.valueToTree(architecture), tensors);
  }

  public static String permutationName(int transform) {
    return "transform." + transform + ".permutation";
  }

  public static String weightName(int transform, int layer) {
    return "transform." + transform + ".layer." + layer + ".weight";
  }

  public static String biasName(int transform, int layer) {
    return "transform." + transform + ".layer." + layer + ".bias";
  }

  public static String mixingWeightName(int transform) {
    return "transform." + transform + ".mixing.weight";
  }

  public static String mixingBiasName(int transform) {
    return "transform." + transform + ".mixing.bias";
  }

  public static final String MEAN = "standardise.mean";
  public static final String SCALE = "standardise.scale";

  public FlowArchitecture architecture() {
    return architecture;
  }

  /** All tensors by name, as {@link Safetensors#write} takes them. */
  public Map<String, Tensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  float[] mean() {
    return floats(MEAN);
  }

  float[] scale() {
    return floats(SCALE);
  }

  int[] permutation(int transform) {
    return ((Tensor.Ints) tensor(permutationName(transform))).data();
  }

  /** Row-major, [D, D]. */
  float[] mixingWeight(int transform) {
    return floats(mixingWeightName(transform));
  }

  float[] mixingBias(int transform) {
    return floats(mixingBiasName(transform));
  }

  /**
   * {@code log|det M|} of a transform with linear mixing, in double precision.
   *
   * @throws IllegalArgumentException where the architecture has no linear mixing
   */
  public double logAbsDeterminant(int transform) {
    return LogDeterminant.of(mixingWeight(transform), architecture.features());
  }

  /** Row-major, [outputs, inputs]. */
  float[] weight(int transform, int layer) {
    return floats(weightName(transform, layer));
  }

  float[] bias(int transform, int layer) {
    return floats(biasName(transform, layer));
  }

  private void checkTransform(int transform, TensorSet left) {
    String permutation = permutationName(transform);
    requirePermutation(permutation, left.ints(permutation, architecture.features()));
    if (architecture.linearMixing()) {
      int features = architecture.features();
      left.floats(mixingWeightName(transform), features, features);
      left.floats(mixingBiasName(transform), features);
      if (logAbsDeterminant(transform) == Double.NEGATIVE_INFINITY) {
        throw new IllegalArgumentException(
            mixingWeightName(transform)
                + " is singular; an invertible matrix is needed (did the training diverge?)");
      }
    }
    for (int layer = 0; layer < architecture.layers(); layer++) {
      int outputs = architecture.outputs(layer);
      left.floats(weightName(transform, layer), outputs, architecture.inputs(layer));
      left.floats(biasName(transform, layer), outputs);
    }
    if (!architecture.coupling()) {
      Autoregression.check(this, transform);
    }
  }

  private static void requirePermutation(String name, int[] indices) {
    boolean[] seen = new boolean[indices.length];
    for (int index : indices) {
      if (index < 0 || index >= seen.length || seen[index]) {
        throw new IllegalArgumentException(
            name + " is " + Arrays.toString(indices) + ", not a permutation of 0 to D-1");
      }
      seen[index] = true;
    }
  }

  private float[] floats(String name) {
    return ((Tensor.Floats) tensor(name)).data();
  }

  private Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the tensor " + name + " is missing");
    }
    return tensor;
  }
}

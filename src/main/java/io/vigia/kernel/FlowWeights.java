package io.vigia.kernel;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The weights of a masked autoregressive flow, checked against its {@link FlowArchitecture}. By
 * name and shape, with D features, transforms {@code t = 0..T-1} and layers {@code l = 0..L}, L
 * being the number of hidden layers:
 *
 * <pre>
 * standardise.mean                    F32 [D]
 * standardise.scale                   F32 [D], above 0
 * transform.{t}.permutation           I32 [D]
 * transform.{t}.layer.{l}.weight      F32 [outputs, inputs], the mask applied: zeros
 * transform.{t}.layer.{l}.bias        F32 [outputs]
 * </pre>
 *
 * <p>They mean, for a vector x (Papamakarios et al. 2017, equations 2 to 5, from data to noise):
 *
 * <pre>
 * z   = (x - mean) / scale                 the first transform's input
 * v_j = z[permutation_j]                   the order in which this transform is autoregressive
 * h   = relu(weight_l h + bias_l)          l = 0..L-1, from h = v
 * (mu, s) = weight_L h + bias_L            D shifts, then D raw log-scales
 * a_j = s_j / (1 + |s_j| / B)              B the architecture's log-scale bound
 * u_j = (v_j - mu_j) exp(-a_j)             the next transform's z
 * log p(x) = -D/2 log(2 pi) - 1/2 sum_j u_j^2 - sum_t sum_j a_j - sum_j log scale_j
 * </pre>
 *
 * <p>The last formula needs triangular Jacobians: {@code mu_j} and {@code s_j} may depend on {@code
 * v_i} with {@code i < j} only, and the constructor looks that they do.
 */
public final class FlowWeights {
  private final FlowArchitecture architecture;
  private final Map<String, Tensor> tensors;

  private FlowWeights(FlowArchitecture architecture, Map<String, Tensor> tensors) {
    this.architecture = architecture;
    this.tensors = tensors;
  }

  /**
   * @throws IllegalArgumentException where a tensor is missing or unknown, has another type or
   *     shape, holds a NaN or an infinity, or where the weights are not autoregressive
   */
  public static FlowWeights of(FlowArchitecture architecture, Map<String, Tensor> tensors) {
    FlowWeights weights = new FlowWeights(architecture, new TreeMap<>(tensors));
    Set<String> unknown = new HashSet<>(tensors.keySet());
    weights.checkStandardisation(unknown);
    for (int t = 0; t < architecture.transforms(); t++) {
      weights.checkTransform(t, unknown);
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "tensors that a flow of "
              + architecture
              + " does not have: "
              + String.join(", ", unknown.stream().sorted().toList()));
    }
    return weights;
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

  /** Row-major, [outputs, inputs]. */
  float[] weight(int transform, int layer) {
    return floats(weightName(transform, layer));
  }

  float[] bias(int transform, int layer) {
    return floats(biasName(transform, layer));
  }

  private void checkStandardisation(Set<String> unknown) {
    checkFloats(MEAN, unknown, architecture.features());
    checkFloats(SCALE, unknown, architecture.features());
    for (float scale : scale()) {
      if (!(scale > 0 && Float.isFinite(1 / scale))) {
        throw new IllegalArgumentException(
            SCALE + " holds " + scale + "; allowed: above 0 (is a column constant?)");
      }
    }
  }

  private void checkTransform(int transform, Set<String> unknown) {
    checkPermutation(permutationName(transform), unknown);
    for (int layer = 0; layer < architecture.layers(); layer++) {
      int outputs = architecture.outputs(layer);
      checkFloats(weightName(transform, layer), unknown, outputs, architecture.inputs(layer));
      checkFloats(biasName(transform, layer), unknown, outputs);
    }
    Autoregression.check(this, transform);
  }

  private void checkPermutation(String name, Set<String> unknown) {
    unknown.remove(name);
    Tensor tensor = tensor(name);
    requireShape(name, tensor, architecture.features());
    if (!(tensor instanceof Tensor.Ints ints)) {
      throw new IllegalArgumentException(name + " is " + tensor.dtype() + "; allowed: I32");
    }
    boolean[] seen = new boolean[architecture.features()];
    for (int index : ints.data()) {
      if (index < 0 || index >= seen.length || seen[index]) {
        throw new IllegalArgumentException(
            name + " is " + Arrays.toString(ints.data()) + ", not a permutation of 0 to D-1");
      }
      seen[index] = true;
    }
  }

  private void checkFloats(String name, Set<String> unknown, int... shape) {
    unknown.remove(name);
    Tensor tensor = tensor(name);
    requireShape(name, tensor, shape);
    if (!(tensor instanceof Tensor.Floats floats)) {
      throw new IllegalArgumentException(name + " is " + tensor.dtype() + "; allowed: F32");
    }
    for (float number : floats.data()) {
      if (!Float.isFinite(number)) {
        throw new IllegalArgumentException(
            name + " holds " + number + "; allowed: finite numbers (did the training diverge?)");
      }
    }
  }

  private void requireShape(String name, Tensor tensor, int... shape) {
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          name
              + " has shape "
              + Arrays.toString(tensor.shape())
              + "; this architecture wants "
              + Arrays.toString(shape));
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

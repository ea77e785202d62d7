package io.vigia.kernel;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Named tensors, taken out one by one and checked; what is left over is an error. */
public final class TensorSet {
  private final Map<String, Tensor> left;

  public TensorSet(Map<String, Tensor> tensors) {
    this.left = new TreeMap<>(tensors);
  }

  /**
   * The numbers of a tensor, row-major; not a copy.
   *
   * @throws IllegalArgumentException where it is missing, has another type or shape, or holds a NaN
   *     or an infinity
   */
  public float[] floats(String name, int... shape) {
    Tensor tensor = take(name, shape);
    if (!(tensor instanceof Tensor.Floats floats)) {
      throw new IllegalArgumentException(name + " is " + tensor.dtype() + "; allowed: F32");
    }
    for (float number : floats.data()) {
      if (!Float.isFinite(number)) {
        throw new IllegalArgumentException(
            name + " holds " + number + "; allowed: finite numbers (did the training diverge?)");
      }
    }
    return floats.data();
  }

  /**
   * Likewise, of numbers to divide by.
   *
   * @throws IllegalArgumentException as the other, or where one is not above 0
   */
  public float[] scales(String name, int... shape) {
    float[] scales = floats(name, shape);
    for (float scale : scales) {
      if (!(scale > 0 && Float.isFinite(1 / scale))) {
        throw new IllegalArgumentException(
            name + " holds " + scale + "; allowed: above 0 (is a column constant?)");
      }
    }
    return scales;
  }

  /**
   * The integers of a tensor, row-major; not a copy.
   *
   * @throws IllegalArgumentException where it is missing, or has another type or shape
   */
  public int[] ints(String name, int... shape) {
    Tensor tensor = take(name, shape);
    if (!(tensor instanceof Tensor.Ints ints)) {
      throw new IllegalArgumentException(name + " is " + tensor.dtype() + "; allowed: I32");
    }
    return ints.data();
  }

  private Tensor take(String name, int... shape) {
    Tensor tensor = left.remove(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the tensor " + name + " is missing");
    }
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          name
              + " has shape "
              + Arrays.toString(tensor.shape())
              + "; this architecture wants "
              + Arrays.toString(shape));
    }
    return tensor;
  }

  /**
   * @param owner in words, such as "a flow"
   * @throws IllegalArgumentException where tensors are left that nobody took
   */
  public void requireNoOther(String owner) {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "tensors that " + owner + " does not have: " + String.join(", ", left.keySet()));
    }
  }
}

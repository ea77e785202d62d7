package io.vigia.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.vigia.kernel.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each named tensor of a density lies in its one vector of parameters theta, row-major, in
 * the order in which they were added. One vector, because a small operation costs microseconds when
 * called from Java: the gradient is one array, an update one loop.
 */
public final class ParameterTable {
  /** One tensor; {@code index} is its place in {@link #split}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Entry(String name, int index, int offset, int[] shape) {
    public int size() {
      return Tensor.sizeOf(shape);
    }

    public int end() {
      return offset + size();
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  /** Adds a tensor after the others. */
  public Entry add(String name, int... shape) {
    Entry entry = new Entry(name, entries.size(), size(), shape.clone());
    entries.add(entry);
    return entry;
  }

  /** The length of theta. */
  public int size() {
    return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
  }

  /**
   * The tensors of theta in their shapes, by {@link Entry#index}: views, so that a gradient reaches
   * theta in one piece.
   */
  public NDList split(NDArray theta) {
    long[] borders = entries.stream().skip(1).mapToLong(Entry::offset).toArray();
    NDList flat = entries.size() == 1 ? new NDList(theta) : theta.split(borders, 0);
    NDList shaped = new NDList(flat.size());
    for (Entry entry : entries) {
      long[] shape = Arrays.stream(entry.shape).asLongStream().toArray();
      shaped.add(flat.get(entry.index).reshape(new Shape(shape)));
    }
    return shaped;
  }

  /** Theta as tensors by name, for a bundle. */
  public Map<String, Tensor> tensors(float[] theta) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (Entry entry : entries) {
      float[] data = Arrays.copyOfRange(theta, entry.offset, entry.end());
      tensors.put(entry.name, Tensor.of(data, entry.shape.clone()));
    }
    return tensors;
  }

  /**
   * Theta of the tensors of a bundle; such as belong to something else are left alone.
   *
   * @throws IllegalArgumentException where one is missing, has another type or shape, or holds a
   *     NaN or an infinity
   */
  public float[] theta(Map<String, Tensor> tensors) {
    float[] theta = new float[size()];
    for (Entry entry : entries) {
      float[] data = floats(tensors, entry.name, entry.shape);
      System.arraycopy(data, 0, theta, entry.offset, data.length);
    }
    return theta;
  }

  /**
   * One tensor of a bundle.
   *
   * @throws IllegalArgumentException where it is missing, has another type or shape, or holds a NaN
   *     or an infinity
   */
  public static float[] floats(Map<String, Tensor> tensors, String name, int... shape) {
    if (!(tensors.get(name) instanceof Tensor.Floats floats)
        || !Arrays.equals(floats.shape(), shape)) {
      Tensor there = tensors.get(name);
      throw new IllegalArgumentException(
          "tensor "
              + name
              + (there == null
                  ? " is missing"
                  : " is " + there.dtype() + " " + Arrays.toString(there.shape()))
              + "; F32 "
              + Arrays.toString(shape)
              + " is needed, as the architecture says");
    }
    for (float value : floats.data()) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("tensor " + name + " holds " + value);
      }
    }
    return floats.data();
  }
}

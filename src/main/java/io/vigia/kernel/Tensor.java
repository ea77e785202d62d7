package io.vigia.kernel;

import java.util.Arrays;

/**
 * Numbers with a shape, row-major: what a safetensors file holds. The arrays are not copied: who
 * makes a tensor gives them away, who reads one leaves them as they are.
 */
public sealed interface Tensor permits Tensor.Floats, Tensor.Ints {
  /** The lengths along each axis; empty for a scalar. */
  int[] shape();

  /** The type's name in the safetensors format. */
  String dtype();

  /** How many numbers it holds. */
  int size();

  static Floats of(float[] data, int... shape) {
    return new Floats(shape, data);
  }

  static Ints of(int[] data, int... shape) {
    return new Ints(shape, data);
  }

  /** Single-precision numbers, {@code F32}. */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity; arrays are the point
  record Floats(int[] shape, float[] data) implements Tensor {
    public Floats {
      requireSize(shape, data.length);
    }

    @Override
    public String dtype() {
      return "F32";
    }

    @Override
    public int size() {
      return data.length;
    }
  }

  /** Whole numbers, {@code I32}. */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity; arrays are the point
  record Ints(int[] shape, int[] data) implements Tensor {
    public Ints {
      requireSize(shape, data.length);
    }

    @Override
    public String dtype() {
      return "I32";
    }

    @Override
    public int size() {
      return data.length;
    }
  }

  /**
   * The product of a shape's lengths.
   *
   * @throws IllegalArgumentException where one is negative, or the product is no int
   */
  static int sizeOf(int[] shape) {
    long size = 1;
    for (int length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException("a negative length in shape " + Arrays.toString(shape));
      }
      size *= length;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(shape) + " has more than " + Integer.MAX_VALUE + " numbers");
      }
    }
    return (int) size;
  }

  private static void requireSize(int[] shape, int size) {
    if (sizeOf(shape) != size) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " does not hold " + size + " numbers");
    }
  }
}

package io.vigia.kernel;

import java.util.Arrays;

/**
 * The values that a discrete column was seen to take; any other is {@code other}, the last
 * category. NaN may be one of them: a value that is missing.
 */
public final class Categories {
  private final float[] values;

  private Categories(float[] values) {
    this.values = values;
  }

  /**
   * These values, in any order.
   *
   * @throws IllegalArgumentException where there is none, or one twice
   */
  public static Categories of(float... values) {
    float[] sorted = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      sorted[i] = values[i] + 0f; // -0 and 0 are one value
    }
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (Float.compare(sorted[i], sorted[i - 1]) == 0) {
        throw new IllegalArgumentException("the category " + sorted[i] + " is there twice");
      }
    }
    if (values.length == 0) {
      throw new IllegalArgumentException("there are no categories; at least one is needed");
    }
    return new Categories(sorted);
  }

  /** The number of values, without {@code other}. */
  public int size() {
    return values.length;
  }

  /** Value {@code index}, in ascending order; NaN is the last. */
  public float value(int index) {
    return values[index];
  }

  /** In ascending order. */
  public float[] values() {
    return values.clone();
  }

  /** The index of a value; {@link #size()} for one that is not among them. */
  public int index(float value) {
    int found = Arrays.binarySearch(values, value + 0f);
    return found < 0 ? values.length : found;
  }

  /** Writes ones and zeros at {@code out[at .. at + size()]}: all zeros for {@code other}. */
  void oneHot(float value, float[] out, int at) {
    int index = index(value);
    for (int i = 0; i < values.length; i++) {
      out[at + i] = i == index ? 1 : 0;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Categories that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}

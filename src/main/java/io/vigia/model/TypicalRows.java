package io.vigia.model;

import io.vigia.kernel.Tensor;
import java.util.Arrays;

/**
 * Some rows that a bundle was trained on, kept with it so that a reason can compare an event with
 * real ones. A bundle written before there were any has none.
 */
public final class TypicalRows {
  /** How many a training keeps: enough for the correlations of some hundred features. */
  public static final int MOST = 512;

  public static final TypicalRows NONE = new TypicalRows(0, new float[0]);

  private final int inputs;
  private final float[] values;

  private TypicalRows(int inputs, float[] values) {
    this.inputs = inputs;
    this.values = values;
  }

  /**
   * These rows; copied.
   *
   * @param values the rows one after the other, features then context; NaN is missing
   * @throws IllegalArgumentException where they are not whole rows, more than {@value #MOST}, or
   *     hold an infinity
   */
  public static TypicalRows of(int inputs, float[] values) {
    if (values.length == 0) {
      return NONE;
    }
    if (inputs < 1 || values.length % inputs != 0 || values.length / inputs > MOST) {
      throw new IllegalArgumentException(
          values.length
              + " numbers are no typical rows of "
              + inputs
              + " inputs; allowed: whole rows, at most "
              + MOST);
    }
    for (float value : values) {
      if (Float.isInfinite(value)) {
        throw new IllegalArgumentException(
            "a typical row holds " + value + "; allowed: finite numbers, NaN for missing");
      }
    }
    return new TypicalRows(inputs, values.clone());
  }

  /** The number of rows. */
  public int size() {
    return values.length == 0 ? 0 : values.length / inputs;
  }

  /** The rows one after the other; a copy. */
  public float[] values() {
    return values.clone();
  }

  /** Row {@code index}, features then context; a copy. */
  public float[] row(int index) {
    return Arrays.copyOfRange(values, index * inputs, (index + 1) * inputs);
  }

  /** As the weights' file has them: [rows, inputs]. */
  Tensor toTensor() {
    return Tensor.of(values(), size(), inputs);
  }

  /**
   * Reads what {@link #toTensor()} wrote.
   *
   * @param inputs of the bundle's rows
   * @throws IllegalArgumentException for anything else
   */
  static TypicalRows of(Tensor tensor, int inputs) {
    if (!(tensor instanceof Tensor.Floats floats)
        || floats.shape().length != 2
        || floats.shape()[1] != inputs) {
      throw new IllegalArgumentException(
          "the tensor typical is "
              + tensor.dtype()
              + " "
              + Arrays.toString(tensor.shape())
              + "; allowed: F32 [rows, "
              + inputs
              + "]");
    }
    return of(inputs, floats.data());
  }
}

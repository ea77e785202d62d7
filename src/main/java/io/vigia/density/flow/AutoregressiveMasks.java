package io.vigia.density.flow;

/**
 * Which weights of a masked network may differ from zero (Germain et al. 2015, "MADE", equations 8
 * and 9). Each unit has a degree; input j has degree j + 1. A hidden unit sees units of its own
 * degree or less, the outputs for feature j see units of degree j or less: so they depend on the
 * features before j only.
 */
final class AutoregressiveMasks {
  private AutoregressiveMasks() {}

  /** The degrees of the inputs: 1 to {@code features}. */
  static int[] inputDegrees(int features) {
    int[] degrees = new int[features];
    for (int j = 0; j < features; j++) {
      degrees[j] = j + 1;
    }
    return degrees;
  }

  /**
   * Degrees of a hidden layer: 1 to {@code features - 1} in equal shares, ascending, so that the
   * mask is a staircase and a kernel can leave out the zeros on its right.
   */
  static int[] hiddenDegrees(int features, int width) {
    int highest = Math.max(1, features - 1);
    int[] degrees = new int[width];
    for (int k = 0; k < width; k++) {
      degrees[k] = 1 + (int) ((long) k * highest / width);
    }
    return degrees;
  }

  /** The degrees of the last layer: shifts, then log-scales, each seeing what is below its own. */
  static int[] outputDegrees(int features) {
    int[] degrees = new int[2 * features];
    for (int j = 0; j < features; j++) {
      degrees[j] = j;
      degrees[features + j] = j;
    }
    return degrees;
  }

  /** 1 where {@code to[row] >= from[column]}, else 0; row-major, [to.length, from.length]. */
  static float[] mask(int[] from, int[] to) {
    float[] mask = new float[to.length * from.length];
    for (int row = 0; row < to.length; row++) {
      for (int column = 0; column < from.length; column++) {
        mask[row * from.length + column] = to[row] >= from[column] ? 1 : 0;
      }
    }
    return mask;
  }
}

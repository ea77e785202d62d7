package io.vigia.density;

import java.util.SplittableRandom;

/**
 * Random numbers that belong to a row: they follow from the bits of its values alone, so that a
 * score that averages over them is the same whatever batch the row is in, and whenever.
 */
public final class RowNoise {
  private RowNoise() {}

  /**
   * A generator for one row.
   *
   * @param rows rows of {@code inputs} numbers, one after the other
   */
  public static SplittableRandom of(float[] rows, int row, int inputs) {
    long hash = 0;
    for (int i = row * inputs; i < (row + 1) * inputs; i++) {
      // Adding 0 makes one number of the two zeros.
      hash = mix(hash + Float.floatToIntBits(rows[i] + 0f));
    }
    return new SplittableRandom(hash);
  }

  /**
   * Standard normal numbers for rows.
   *
   * @param each how many for a row
   * @return [count, each]
   */
  public static float[] normal(float[] rows, int first, int count, int inputs, int each) {
    float[] noise = new float[count * each];
    for (int row = 0; row < count; row++) {
      fillNormal(noise, row * each, each, of(rows, first + row, inputs));
    }
    return noise;
  }

  /** Standard normal numbers that follow from a seed. */
  public static float[] normal(long seed, int count) {
    float[] noise = new float[count];
    fillNormal(noise, 0, count, new SplittableRandom(mix(seed)));
    return noise;
  }

  /**
   * Fills {@code out[from .. from + count]} with standard normal numbers that follow from a seed
   * and an index, such as that of a sampled row.
   */
  public static void fill(float[] out, int from, int count, long seed, long index) {
    fillNormal(out, from, count, new SplittableRandom(mix(mix(seed) + index)));
  }

  /** {@code each} random signs, -1 or 1, for each row: [count, each]. */
  public static float[] signs(float[] rows, int first, int count, int inputs, int each) {
    float[] signs = new float[count * each];
    for (int row = 0; row < count; row++) {
      SplittableRandom random = of(rows, first + row, inputs);
      for (int i = 0; i < each; i++) {
        signs[row * each + i] = random.nextBoolean() ? 1 : -1;
      }
    }
    return signs;
  }

  private static void fillNormal(float[] out, int from, int count, SplittableRandom random) {
    for (int i = from; i < from + count; i++) {
      out[i] = (float) random.nextGaussian();
    }
  }

  /** Stafford's mix 13, the finaliser of {@link SplittableRandom}. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

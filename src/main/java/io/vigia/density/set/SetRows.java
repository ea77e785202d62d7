package io.vigia.density.set;

import java.util.Arrays;

/** Rows of sets, as {@link SetArchitecture} lays them out. */
final class SetRows {
  private final int particles;
  private final int size;
  private final int inputs;

  SetRows(SetArchitecture architecture) {
    this.particles = architecture.particles();
    this.size = architecture.particleFeatures();
    this.inputs = architecture.inputs();
  }

  /**
   * How many members a row's set has.
   *
   * @throws IllegalArgumentException where the mask holds anything but 0 and 1
   */
  int count(float[] rows, int row) {
    int count = 0;
    for (int i = 0; i < particles; i++) {
      count += there(rows, row, i) ? 1 : 0;
    }
    return count;
  }

  private boolean there(float[] rows, int row, int particle) {
    float mask = rows[row * inputs + particles * size + particle];
    if (mask != 0 && mask != 1) {
      throw new IllegalArgumentException(
          "row "
              + row
              + " says "
              + mask
              + " for whether particle "
              + particle
              + " is there; allowed: 0, 1");
    }
    return mask == 1;
  }

  /**
   * The same sets in one order whatever theirs: particles by their numbers, the first number first,
   * then zeros for those that are not there. So noise that is fixed for a place is fixed for a
   * particle, and the score of a set does not depend on its order, nor on what its padding holds.
   */
  float[] ordered(float[] rows, int count) {
    float[] out = new float[count * inputs];
    for (int row = 0; row < count; row++) {
      int start = row * inputs;
      float[][] members = new float[count(rows, row)][];
      int found = 0;
      for (int i = 0; i < particles; i++) {
        if (there(rows, row, i)) {
          int from = start + i * size;
          members[found++] = Arrays.copyOfRange(rows, from, from + size);
        }
      }
      Arrays.sort(members, Arrays::compare);
      for (int i = 0; i < found; i++) {
        System.arraycopy(members[i], 0, out, start + i * size, size);
        out[start + particles * size + i] = 1;
      }
      int context = particles * (size + 1);
      System.arraycopy(rows, start + context, out, start + context, inputs - context);
    }
    return out;
  }
}

package io.vigia.retrain.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** How often each column has said the same again; missing is a value as any other. */
final class Runs {
  private final float[] last;
  private final long[] lengths;
  private final long[] longest;
  private final long[] offsets;

  Runs(int columns) {
    last = new float[columns];
    lengths = new long[columns];
    longest = new long[columns];
    offsets = new long[columns];
    Arrays.fill(offsets, -1);
  }

  void add(float[] values, long offset) {
    for (int column = 0; column < last.length; column++) {
      boolean same =
          lengths[column] > 0
              && (Float.compare(values[column], last[column]) == 0
                  || values[column] == last[column]);
      lengths[column] = same ? lengths[column] + 1 : 1;
      offsets[column] = same ? offsets[column] : offset;
      longest[column] = Math.max(longest[column], lengths[column]);
      last[column] = values[column];
    }
  }

  /** Rows up to now with the value of now. */
  long length(int column) {
    return lengths[column];
  }

  boolean isRepeated(int column) {
    return lengths[column] > 1;
  }

  /** The longest run up to now. */
  long longest(int column) {
    return longest[column];
  }

  /** Where the run of now began. */
  long offset(int column) {
    return offsets[column];
  }

  /** Whether what is said again and again is nothing, or zero. */
  boolean isNothing(int column) {
    return Float.isNaN(last[column]) || last[column] == 0;
  }

  /** Whether nothing is said again and again. */
  boolean isMissing(int column) {
    return Float.isNaN(last[column]);
  }

  void write(DataOutput out) throws IOException {
    for (int column = 0; column < last.length; column++) {
      out.writeFloat(last[column]);
      out.writeLong(lengths[column]);
      out.writeLong(longest[column]);
      out.writeLong(offsets[column]);
    }
  }

  void read(DataInput in) throws IOException {
    for (int column = 0; column < last.length; column++) {
      last[column] = in.readFloat();
      lengths[column] = in.readLong();
      longest[column] = in.readLong();
      offsets[column] = in.readLong();
    }
  }
}

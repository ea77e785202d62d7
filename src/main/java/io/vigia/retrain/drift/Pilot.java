package io.vigia.retrain.drift;

import io.vigia.calibration.drift.QuantileBins;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The first rows, kept as they are until they say what bins the columns have. */
final class Pilot {
  private static final int MOST_ROWS = 1_000;
  private static final int MOST_NUMBERS = 64_000;

  private final float[][] columns;
  private final long[] offsets;
  private int rows;

  Pilot(int columns, int reference) {
    int most = Math.min(Math.min(MOST_ROWS, reference), MOST_NUMBERS / columns);
    this.columns = new float[columns][most];
    this.offsets = new long[most];
  }

  void add(float[] values, long offset) {
    for (int column = 0; column < columns.length; column++) {
      columns[column][rows] = values[column];
    }
    offsets[rows++] = offset;
  }

  boolean isFull() {
    return rows == offsets.length;
  }

  /** The reference by these rows, which they are the first of. */
  Reference toReference(Runs runs) {
    QuantileBins[] bins = new QuantileBins[columns.length];
    for (int column = 0; column < bins.length; column++) {
      bins[column] = QuantileBins.of(columns[column]);
    }
    Reference reference = new Reference(bins);
    float[] row = new float[columns.length];
    for (int r = 0; r < rows; r++) {
      for (int column = 0; column < row.length; column++) {
        row[column] = columns[column][r];
      }
      runs.add(row, offsets[r]);
      reference.add(row, runs);
    }
    return reference;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(rows);
    for (int r = 0; r < rows; r++) {
      out.writeLong(offsets[r]);
      for (float[] column : columns) {
        out.writeFloat(column[r]);
      }
    }
  }

  void read(DataInput in) throws IOException {
    rows = in.readInt();
    for (int r = 0; r < rows; r++) {
      offsets[r] = in.readLong();
      for (float[] column : columns) {
        column[r] = in.readFloat();
      }
    }
  }
}

package io.vigia.training;

import java.util.Arrays;

/**
 * The values of one column, counted.
 *
 * @param distinct in ascending order; -0 is 0
 * @param counts of each
 * @param missing how many rows have NaN
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ColumnValues(float[] distinct, int[] counts, int missing) {
  /** Gaps below so many rounding steps of a float are no gaps. */
  private static final double ROUNDING = 8;

  /** How far, in steps, a value may lie off a grid. */
  private static final double OFF_GRID = 1e-3;

  /** So many of the cells of a grid must be taken where there are few values. */
  private static final double TAKEN = 0.25;

  /** Column {@code column} of rows of {@code inputs} numbers. */
  static ColumnValues of(float[] rows, int inputs, int column) {
    float[] sorted = new float[rows.length / inputs];
    int present = 0;
    for (int at = column; at < rows.length; at += inputs) {
      if (!Float.isNaN(rows[at])) {
        sorted[present++] = rows[at] + 0f;
      }
    }
    int missing = sorted.length - present;
    sorted = Arrays.copyOf(sorted, present);
    Arrays.sort(sorted);
    float[] distinct = new float[present];
    int[] counts = new int[present];
    int size = 0;
    for (int i = 0; i < present; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        distinct[size++] = sorted[i];
      }
      counts[size - 1]++;
    }
    return new ColumnValues(Arrays.copyOf(distinct, size), Arrays.copyOf(counts, size), missing);
  }

  int size() {
    return distinct.length;
  }

  /** Rows that have a value. */
  int rows() {
    return Arrays.stream(counts).sum();
  }

  /** The index of the commonest value. */
  int commonest() {
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] > counts[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The share of the rows with a value that have the commonest. */
  double commonestShare() {
    return counts[commonest()] / (double) rows();
  }

  /** These without one of the values. */
  ColumnValues without(int index) {
    float[] left = new float[distinct.length - 1];
    int[] leftCounts = new int[left.length];
    for (int i = 0, at = 0; i < distinct.length; i++) {
      if (i != index) {
        left[at] = distinct[i];
        leftCounts[at++] = counts[i];
      }
    }
    return new ColumnValues(left, leftCounts, missing);
  }

  /**
   * The step of the grid on which all values lie; 0 where they lie on none, or where few values are
   * spread thinly over many cells.
   */
  double gridStep() {
    double[] gaps = gaps();
    if (gaps.length == 0) {
      return 0;
    }
    double smallest = Arrays.stream(gaps).min().orElseThrow();
    double span = (double) distinct[distinct.length - 1] - distinct[0];
    double step = span / Math.rint(span / smallest);
    double slack = OFF_GRID + rounding() / step;
    boolean empty = distinct.length < ColumnAnalysis.FEW && distinct.length < TAKEN * span / step;
    if (slack > 0.25 || empty) {
      return 0;
    }
    for (float value : distinct) {
      double place = ((double) value - distinct[0]) / step;
      if (Math.abs(place - Math.rint(place)) > slack) {
        return 0;
      }
    }
    return step;
  }

  /** The lower quartile of the gaps between neighbours: how finely values off a grid differ. */
  double typicalGap() {
    double[] gaps = gaps();
    Arrays.sort(gaps);
    return gaps.length == 0 ? 0 : gaps[gaps.length / 4];
  }

  private double[] gaps() {
    double least = rounding();
    double[] gaps = new double[distinct.length];
    int size = 0;
    for (int i = 1; i < distinct.length; i++) {
      double gap = (double) distinct[i] - distinct[i - 1];
      if (gap > least) {
        gaps[size++] = gap;
      }
    }
    return Arrays.copyOf(gaps, size);
  }

  private double rounding() {
    float largest = Math.max(Math.abs(distinct[0]), Math.abs(distinct[distinct.length - 1]));
    return ROUNDING * Math.ulp(largest);
  }
}

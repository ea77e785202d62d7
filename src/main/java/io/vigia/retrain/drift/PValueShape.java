package io.vigia.retrain.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How p-values are spread: how many are small, and how the others lie between 0.05 and 1. */
final class PValueShape {
  static final double[] SMALL = {0.001, 0.01, 0.05};
  private static final double BULK = SMALL[2];
  private static final int BINS = 19;

  private final long[] small = new long[SMALL.length];
  private final long[] bulk = new long[BINS];
  private long rows;

  void add(double p) {
    rows++;
    for (int i = 0; i < SMALL.length; i++) {
      small[i] += p <= SMALL[i] ? 1 : 0;
    }
    if (p > BULK) {
      bulk[(int) Math.min(BINS - 1.0, BINS * (p - BULK) / (1 - BULK))]++;
    }
  }

  long rows() {
    return rows;
  }

  /** The share at or below {@code SMALL[i]}. */
  double share(int i) {
    return rows == 0 ? 0 : small[i] / (double) rows;
  }

  /**
   * The share of events that are new, if all new ones are rare and the others as ever: {@code
   * (share(p <= .05) - .05) / .95}, from 0.
   */
  double newShare() {
    return Math.max(0, (share(2) - BULK) / (1 - BULK));
  }

  /** Kolmogorov-Smirnov distance of the p-values above 0.05 from uniform ones, at bin edges. */
  double bulkDistance() {
    long all = rows - small[2];
    double most = 0;
    long sum = 0;
    for (int bin = 0; bin < BINS && all > 0; bin++) {
      sum += bulk[bin];
      most = Math.max(most, Math.abs(sum / (double) all - (bin + 1.0) / BINS));
    }
    return most;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(rows);
    for (long one : small) {
      out.writeLong(one);
    }
    for (long one : bulk) {
      out.writeLong(one);
    }
  }

  void read(DataInput in) throws IOException {
    rows = in.readLong();
    for (int i = 0; i < small.length; i++) {
      small[i] = in.readLong();
    }
    for (int i = 0; i < bulk.length; i++) {
      bulk[i] = in.readLong();
    }
  }
}

package io.vigia.calibration.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Bins with about equal shares of a first sample, and a scale: missing values, then {@code x <=
 * e_0}, {@code (e_0, e_1]}, ..., beyond the last edge. The edges are the sample's smallest value,
 * its quantiles at 1/{@value #PARTS}, ... and its largest.
 */
public final class QuantileBins {
  private static final int PARTS = 64;
  private static final double GAUSSIAN_QUARTILES = 1.349;
  private static final float FAR = 20;

  private final float[] edges;
  private final float centre;
  private final float scale;

  private QuantileBins(float[] edges, float centre, float scale) {
    this.edges = edges;
    this.centre = centre;
    this.scale = scale;
  }

  /**
   * The bins by a sample.
   *
   * @param values in any order, NaN where missing; may have none
   */
  public static QuantileBins of(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    while (n > 0 && Float.isNaN(sorted[n - 1])) {
      n--;
    }
    if (n == 0) {
      return new QuantileBins(new float[0], 0, 1);
    }
    float[] edges = new float[PARTS + 1];
    int distinct = 0;
    for (int part = 0; part <= PARTS; part++) {
      float edge = sorted[(int) Math.min(n - 1L, (long) part * n / PARTS)];
      if (distinct == 0 || edges[distinct - 1] < edge) {
        edges[distinct++] = edge;
      }
    }
    double quartiles = (sorted[3 * (n - 1) / 4] - (double) sorted[(n - 1) / 4]);
    double wide = quartiles > 0 ? quartiles / GAUSSIAN_QUARTILES : sorted[n - 1] - sorted[0];
    return new QuantileBins(
        Arrays.copyOf(edges, distinct), sorted[(n - 1) / 2], wide > 0 ? (float) wide : 1);
  }

  /** How many there are, with that of missing values. */
  public int count() {
    return edges.length + 2;
  }

  /** The bin of a value, from 0, which is that of NaN. */
  public int bin(float value) {
    if (Float.isNaN(value)) {
      return 0;
    }
    int low = 0;
    int high = edges.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (edges[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 1 + low;
  }

  /**
   * The value from the first sample's median, in units of its quartile distance over {@value
   * #GAUSSIAN_QUARTILES} (the standard deviation, for a Gaussian); beyond {@value #FAR} it counts
   * as that, so that one wild value does not make a spread.
   */
  double standardised(float value) {
    return Math.max(-FAR, Math.min(FAR, (value - (double) centre) / scale));
  }

  /** Writes what {@link #read} takes. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(edges.length);
    for (float edge : edges) {
      out.writeFloat(edge);
    }
    out.writeFloat(centre);
    out.writeFloat(scale);
  }

  /** What was written. */
  public static QuantileBins read(DataInput in) throws IOException {
    float[] edges = new float[in.readInt()];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = in.readFloat();
    }
    return new QuantileBins(edges, in.readFloat(), in.readFloat());
  }
}

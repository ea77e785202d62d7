package io.vigia.calibration.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One column of many rows in constant memory: how many are in each bin, moments, how many are
 * missing, zero, or the same as the one before.
 */
public final class BinnedSample {
  private final QuantileBins bins;
  private final int[] counts;
  private long rows;
  private long zeros;
  private long repeats;
  private double sum;
  private double sumOfSquares;

  /** A sample without rows. */
  public BinnedSample(QuantileBins bins) {
    this.bins = bins;
    this.counts = new int[bins.count()];
  }

  /**
   * One more.
   *
   * @param value NaN where missing
   * @param repeated whether the row before had the same
   */
  public void add(float value, boolean repeated) {
    rows++;
    counts[bins.bin(value)]++;
    repeats += repeated ? 1 : 0;
    if (!Float.isNaN(value)) {
      double z = bins.standardised(value);
      sum += z;
      sumOfSquares += z * z;
      zeros += value == 0 ? 1 : 0;
    }
  }

  /** All rows of another sample with the same bins. */
  public void addAll(BinnedSample other) {
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] += other.counts[bin];
    }
    rows += other.rows;
    zeros += other.zeros;
    repeats += other.repeats;
    sum += other.sum;
    sumOfSquares += other.sumOfSquares;
  }

  /** No rows any more. */
  public void clear() {
    Arrays.fill(counts, 0);
    rows = 0;
    zeros = 0;
    repeats = 0;
    sum = 0;
    sumOfSquares = 0;
  }

  public long rows() {
    return rows;
  }

  /** The share that is missing. */
  public double missing() {
    return share(counts[0]);
  }

  /** The share that is zero. */
  public double zeros() {
    return share(zeros);
  }

  /** The share that is the same as the one before. */
  public double repeats() {
    return share(repeats);
  }

  private double share(long count) {
    return rows == 0 ? 0 : count / (double) rows;
  }

  /**
   * Compares this with a reference, at the edges of the bins; missing values come before all
   * others.
   *
   * @param reference with the same bins; neither is empty
   */
  public Comparison comparedWith(BinnedSample reference) {
    double distance = 0;
    double location = 0;
    double spread = 0;
    double spreadThen = 0;
    double squares = 0;
    double before = 0;
    long here = 0;
    long there = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      here += counts[bin];
      there += reference.counts[bin];
      double now = counts[bin] / (double) rows;
      double then = reference.counts[bin] / (double) reference.rows;
      double fromMiddle = before + then / 2 - 0.5;
      location += now * fromMiddle;
      squares += then * fromMiddle * fromMiddle;
      spread += now * Math.abs(fromMiddle);
      spreadThen += then * Math.abs(fromMiddle);
      before += then;
      distance =
          Math.max(distance, Math.abs(here / (double) rows - there / (double) reference.rows));
    }
    return new Comparison(
        distance,
        location,
        spread - spreadThen,
        squares,
        squares - spreadThen * spreadThen,
        rows,
        reference.rows);
  }

  /** The mean of what is there, in the bins' scale; 0 where nothing is. */
  public double mean() {
    long present = rows - counts[0];
    return present == 0 ? 0 : sum / present;
  }

  /** The standard deviation of what is there, in the bins' scale. */
  public double standardDeviation() {
    long present = rows - counts[0];
    double mean = mean();
    return present == 0 ? 0 : Math.sqrt(Math.max(0, sumOfSquares / present - mean * mean));
  }

  /** How far this mean is from the other's, in the other's standard deviations; 0 where that is. */
  public double shiftFrom(BinnedSample reference) {
    double deviation = reference.standardDeviation();
    return deviation == 0 || rows == counts[0] ? 0 : (mean() - reference.mean()) / deviation;
  }

  /** This standard deviation over the other's; null where that is 0. */
  public @Nullable Double spreadOver(BinnedSample reference) {
    double deviation = reference.standardDeviation();
    return deviation == 0 ? null : standardDeviation() / deviation;
  }

  /**
   * A value in units of this sample's standard deviations from its mean; 0 where there are none.
   */
  public double standardised(float value) {
    double deviation = standardDeviation();
    return deviation == 0 || Float.isNaN(value)
        ? 0
        : (bins.standardised(value) - mean()) / deviation;
  }

  /** Writes what {@link #read} takes. */
  public void write(DataOutput out) throws IOException {
    for (int count : counts) {
      out.writeInt(count);
    }
    out.writeLong(rows);
    out.writeLong(zeros);
    out.writeLong(repeats);
    out.writeDouble(sum);
    out.writeDouble(sumOfSquares);
  }

  /** Becomes the one that was written, over the same bins. */
  public void read(DataInput in) throws IOException {
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] = in.readInt();
    }
    rows = in.readLong();
    zeros = in.readLong();
    repeats = in.readLong();
    sum = in.readDouble();
    sumOfSquares = in.readDouble();
  }
}

package io.vigia.retrain.drift;

import io.vigia.calibration.drift.BinnedSample;
import io.vigia.calibration.drift.QuantileBins;
import io.vigia.calibration.drift.Repetition;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** What each column was like when the model came into service; the last column is nll. */
final class Reference {
  private final QuantileBins[] bins;
  private final BinnedSample[] samples;

  Reference(QuantileBins[] bins) {
    this.bins = bins;
    this.samples = empty();
  }

  /** A sample without rows for each column, in the reference's bins. */
  BinnedSample[] empty() {
    return Arrays.stream(bins).map(BinnedSample::new).toArray(BinnedSample[]::new);
  }

  /** Adds a row to samples of {@link #empty}. */
  static void add(BinnedSample[] samples, float[] values, Runs runs) {
    for (int column = 0; column < samples.length; column++) {
      samples[column].add(values[column], runs.isRepeated(column));
    }
  }

  void add(float[] values, Runs runs) {
    add(samples, values, runs);
  }

  int columns() {
    return samples.length;
  }

  int nll() {
    return samples.length - 1;
  }

  long rows() {
    return samples[0].rows();
  }

  BinnedSample of(int column) {
    return samples[column];
  }

  /** The largest probability that two rows have the same value, in all but a share delta. */
  double ties(int column, double delta) {
    long pairs = rows() / 2;
    long equal = (long) Math.ceil(samples[column].repeats() * rows() / 2);
    return Repetition.most(equal, pairs, delta);
  }

  void write(DataOutput out) throws IOException {
    for (int column = 0; column < bins.length; column++) {
      bins[column].write(out);
      samples[column].write(out);
    }
  }

  static Reference read(int columns, DataInput in) throws IOException {
    QuantileBins[] bins = new QuantileBins[columns];
    BinnedSample[] samples = new BinnedSample[columns];
    for (int column = 0; column < columns; column++) {
      bins[column] = QuantileBins.read(in);
      samples[column] = new BinnedSample(bins[column]);
      samples[column].read(in);
    }
    Reference reference = new Reference(bins);
    System.arraycopy(samples, 0, reference.samples, 0, columns);
    return reference;
  }
}

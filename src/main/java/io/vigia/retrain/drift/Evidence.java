package io.vigia.retrain.drift;

import io.vigia.calibration.drift.BinnedSample;
import io.vigia.calibration.drift.Comparison;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What comes after an alarm, collected to say what changed: it did not take part in raising it.
 * Half as many samples as the change took to be found, since a small change takes many to be told
 * too.
 */
final class Evidence {
  private static final long FEWEST = 500;
  private static final long MOST = 4_000;
  private static final double RARE = 0.01;

  private final Reference reference;
  private final BinnedSample[] samples;
  private final PValueShape pValues = new PValueShape();
  private final double[] rareSums;
  private long rare;

  /**
   * Evidence without a sample after the alarm.
   *
   * @param samples of the windows, in the reference's bins
   */
  Evidence(Reference reference, BinnedSample[] samples) {
    this.reference = reference;
    this.samples = samples;
    this.rareSums = new double[reference.columns()];
  }

  /** How many samples are enough after an alarm. */
  static long enough(Alarm alarm) {
    return Math.max(FEWEST, Math.min(MOST, alarm.took() / 2));
  }

  void add(Sample sample, Runs runs) {
    Reference.add(samples, sample.values(), runs);
    pValues.add(sample.pValue());
    if (sample.pValue() <= RARE) {
      rare++;
      for (int column = 0; column < rareSums.length; column++) {
        rareSums[column] += reference.of(column).standardised(sample.values()[column]);
      }
    }
  }

  /** Samples after the alarm. */
  long rows() {
    return pValues.rows();
  }

  /** How a column is beside the reference. */
  Comparison comparison(int column) {
    return samples[column].comparedWith(reference.of(column));
  }

  Reference reference() {
    return reference;
  }

  BinnedSample of(int column) {
    return samples[column];
  }

  PValueShape pValues() {
    return pValues;
  }

  /** How far the mean of the rare samples is from that of the reference, standard deviations. */
  double rareShift(int column) {
    return rare == 0 ? 0 : rareSums[column] / rare;
  }

  void write(DataOutput out) throws IOException {
    for (BinnedSample sample : samples) {
      sample.write(out);
    }
    pValues.write(out);
    out.writeLong(rare);
    for (double sum : rareSums) {
      out.writeDouble(sum);
    }
  }

  void read(DataInput in) throws IOException {
    for (BinnedSample sample : samples) {
      sample.read(in);
    }
    pValues.read(in);
    rare = in.readLong();
    for (int column = 0; column < rareSums.length; column++) {
      rareSums[column] = in.readDouble();
    }
  }
}

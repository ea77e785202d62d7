package io.vigia.retrain.drift;

import io.vigia.calibration.drift.BinnedSample;
import io.vigia.calibration.drift.Comparison;
import io.vigia.calibration.drift.Spending;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Windows that follow each other, of {@value #SHORTEST} samples and 4, 16 and 64 times as many,
 * each compared with the reference column by column: short ones find large changes soon, long ones
 * small changes. The level of nll and that of the features are each spent in equal parts on the
 * four lengths and on the features, and over the windows of a length by {@link Spending}.
 */
final class WindowWatch {
  private static final int SHORTEST = 256;
  private static final int FACTOR = 4;
  private static final int LENGTHS = 4;

  private final Reference reference;
  private final double effect;
  private final double nllLevel;
  private final double featuresLevel;
  private final BinnedSample[][] windows = new BinnedSample[LENGTHS][];
  private final long[] looks = new long[LENGTHS];
  private final long[] offsets = new long[LENGTHS];
  private final double[] distances;

  /**
   * A watch that has seen nothing.
   *
   * @param nllLevel probability that nll ever raises a false alarm
   * @param featuresLevel probability that a feature does
   */
  WindowWatch(Reference reference, double effect, double nllLevel, double featuresLevel) {
    this.reference = reference;
    this.effect = effect;
    this.nllLevel = nllLevel;
    this.featuresLevel = featuresLevel;
    Arrays.setAll(windows, i -> reference.empty());
    distances = new double[reference.columns()];
  }

  /** The last distance of each column, over the shortest windows. */
  double distance(int column) {
    return distances[column];
  }

  Optional<Alarm> add(Sample sample, Runs runs) {
    for (int length = 0; length < LENGTHS && windows[length][0].rows() == 0; length++) {
      offsets[length] = sample.offset();
    }
    Reference.add(windows[0], sample.values(), runs);
    long full = SHORTEST;
    for (int length = 0; length < LENGTHS && windows[length][0].rows() == full; length++) {
      looks[length]++;
      Optional<Alarm> found = look(length, sample.offset());
      if (found.isPresent()) {
        // Not cleared: it is the first evidence of what changed.
        return found;
      }
      for (int column = 0; column < reference.columns(); column++) {
        if (length + 1 < LENGTHS) {
          windows[length + 1][column].addAll(windows[length][column]);
        }
        windows[length][column].clear();
      }
      full *= FACTOR;
    }
    return Optional.empty();
  }

  /** What is still held of the samples from an offset on, added to samples of the reference's. */
  void addSince(long offset, BinnedSample[] samples) {
    for (int length = 0; length < LENGTHS; length++) {
      if (windows[length][0].rows() > 0 && offsets[length] >= offset) {
        for (int column = 0; column < samples.length; column++) {
          samples[column].addAll(windows[length][column]);
        }
      }
    }
  }

  private Optional<Alarm> look(int length, long offset) {
    BinnedSample[] window = windows[length];
    int farthest = -1;
    double most = 1;
    for (int column = 0; column < window.length; column++) {
      Comparison comparison = window[column].comparedWith(reference.of(column));
      if (length == 0) {
        distances[column] = comparison.distance();
      }
      double level = level(length, column);
      if (comparison.isMoved(effect, level) && comparison.ratio(level) > most) {
        farthest = column;
        most = comparison.ratio(level);
      }
    }
    return farthest < 0
        ? Optional.empty()
        : Optional.of(
            new Alarm(
                farthest == reference.nll() ? WatchName.NLL : WatchName.FEATURES,
                most,
                1,
                offsets[length],
                offset,
                window[farthest].rows()));
  }

  private double level(int length, int column) {
    double ever =
        column == reference.nll() ? nllLevel : featuresLevel / Math.max(1, reference.nll());
    return Spending.level(ever / LENGTHS, looks[length]);
  }

  void write(DataOutput out) throws IOException {
    for (int length = 0; length < LENGTHS; length++) {
      out.writeLong(looks[length]);
      out.writeLong(offsets[length]);
      for (BinnedSample column : windows[length]) {
        column.write(out);
      }
    }
    for (double distance : distances) {
      out.writeDouble(distance);
    }
  }

  void read(DataInput in) throws IOException {
    for (int length = 0; length < LENGTHS; length++) {
      looks[length] = in.readLong();
      offsets[length] = in.readLong();
      for (BinnedSample column : windows[length]) {
        column.read(in);
      }
    }
    for (int column = 0; column < distances.length; column++) {
      distances[column] = in.readDouble();
    }
  }
}

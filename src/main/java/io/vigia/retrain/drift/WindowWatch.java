package io.vigia.retrain.drift;

import io.vigia.calibration.drift.BinnedSample;
import io.vigia.calibration.drift.Spending;
import io.vigia.calibration.drift.TwoSample;
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
    Optional<Alarm> found = Optional.empty();
    long full = SHORTEST;
    for (int length = 0; length < LENGTHS && windows[length][0].rows() == full; length++) {
      looks[length]++;
      Optional<Alarm> here = look(length, sample.offset());
      found = here.isPresent() ? here : found;
      for (int column = 0; column < reference.columns(); column++) {
        if (length + 1 < LENGTHS) {
          windows[length + 1][column].addAll(windows[length][column]);
        }
        windows[length][column].clear();
      }
      full *= FACTOR;
    }
    return found;
  }

  private Optional<Alarm> look(int length, long offset) {
    BinnedSample[] window = windows[length];
    int farthest = -1;
    double excess = 1;
    for (int column = 0; column < window.length; column++) {
      double distance = window[column].distance(reference.of(column));
      if (length == 0) {
        distances[column] = distance;
      }
      double ratio = distance / threshold(length, column);
      if (ratio > excess) {
        farthest = column;
        excess = ratio;
      }
    }
    if (farthest < 0) {
      return Optional.empty();
    }
    double threshold = threshold(length, farthest);
    return Optional.of(
        new Alarm(
            farthest == reference.nll() ? WatchName.NLL : WatchName.FEATURES,
            excess * threshold,
            threshold,
            offsets[length],
            offset,
            window[farthest].rows()));
  }

  private double threshold(int length, int column) {
    double level =
        column == reference.nll() ? nllLevel : featuresLevel / Math.max(1, reference.nll());
    double critical =
        TwoSample.criticalDistance(
            windows[length][0].rows(),
            reference.rows(),
            Spending.level(level / LENGTHS, looks[length]));
    return Math.max(effect, critical);
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

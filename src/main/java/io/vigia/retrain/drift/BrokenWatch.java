package io.vigia.retrain.drift;

import io.vigia.calibration.drift.Repetition;
import io.vigia.calibration.drift.Spending;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Channels that say the same again and again, for longer than chance allows ({@link Repetition}),
 * longer than {@value #LEAST_RUN} rows, and {@value #LONGER} times longer than the longest run of
 * the reference. A channel that was reported is so once, until it changes again.
 */
final class BrokenWatch {
  private static final int LEAST_RUN = 20;
  private static final int LONGER = 4;

  private final double[] ties;
  private final long[] least;
  private final boolean[] broken;
  private final double level;
  private long rows;

  /**
   * A watch over the features of a reference.
   *
   * @param runs as they were at its end
   * @param level probability that a feature ever raises a false alarm
   */
  BrokenWatch(Reference reference, Runs runs, double level) {
    int features = reference.nll();
    this.level = level / 2 / Math.max(1, features);
    ties = new double[features];
    least = new long[features];
    broken = new boolean[features];
    for (int feature = 0; feature < features; feature++) {
      ties[feature] = reference.ties(feature, this.level);
      least[feature] = Math.max(LEAST_RUN, LONGER * runs.longest(feature));
    }
  }

  private BrokenWatch(int features, double level) {
    this.level = level / 2 / Math.max(1, features);
    ties = new double[features];
    least = new long[features];
    broken = new boolean[features];
  }

  /** Whether a reported channel still says the same. */
  boolean isAny() {
    for (boolean one : broken) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  /** The channels that are found broken with this row. */
  List<Integer> add(Runs runs) {
    rows++;
    List<Integer> found = new ArrayList<>();
    for (int feature = 0; feature < broken.length; feature++) {
      long run = runs.length(feature);
      if (run == 1) {
        broken[feature] = false;
      } else if (!broken[feature]
          && run >= least[feature]
          && run >= Repetition.tooLong(ties[feature], Spending.level(level, rows))) {
        broken[feature] = true;
        found.add(feature);
      }
    }
    return found;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(rows);
    for (int feature = 0; feature < broken.length; feature++) {
      out.writeDouble(ties[feature]);
      out.writeLong(least[feature]);
      out.writeBoolean(broken[feature]);
    }
  }

  static BrokenWatch read(int features, double level, DataInput in) throws IOException {
    BrokenWatch watch = new BrokenWatch(features, level);
    watch.rows = in.readLong();
    for (int feature = 0; feature < features; feature++) {
      watch.ties[feature] = in.readDouble();
      watch.least[feature] = in.readLong();
      watch.broken[feature] = in.readBoolean();
    }
    return watch;
  }
}

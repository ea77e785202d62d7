package io.vigia.retrain.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * That something changed, not yet what.
 *
 * @param watch which test says so
 * @param statistic its evidence
 * @param threshold that it passed
 * @param fromOffset where the change seems to begin; -1 where it is not known
 * @param atOffset where it was found
 * @param took samples from the one to the other
 */
record Alarm(
    WatchName watch,
    double statistic,
    double threshold,
    long fromOffset,
    long atOffset,
    long took) {
  void write(DataOutput out) throws IOException {
    out.writeUTF(watch.name());
    out.writeDouble(statistic);
    out.writeDouble(threshold);
    out.writeLong(fromOffset);
    out.writeLong(atOffset);
    out.writeLong(took);
  }

  static Alarm read(DataInput in) throws IOException {
    return new Alarm(
        WatchName.valueOf(in.readUTF()),
        in.readDouble(),
        in.readDouble(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }
}

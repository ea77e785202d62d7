package io.vigia.training.window;

import io.vigia.training.gate.UnseenRows;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of samples after a window's end, that neither the champion nor the candidate was trained on.
 * Such as are of a group that the candidate was trained or calibrated on, an object that is seen
 * again, are left out.
 */
public final class LaterRows {
  /** With fewer the window's evaluation part is judged too. */
  public static final int ENOUGH = 1000;

  private final SampleFilter filter;
  private final TrainedWindow trained;
  private final SampleRows rows;

  public LaterRows(SampleFilter filter, TrainedWindow trained) {
    this.filter = filter;
    this.trained = trained;
    this.rows = new SampleRows(filter.schema().inputs());
  }

  /** Takes a record, or counts why it is no row. */
  public void add(byte[] record) {
    Optional<SampleRecord> read = SampleRecord.parse(record);
    if (read.isEmpty()) {
      rows.leaveOut(LeftOut.UNREADABLE);
      return;
    }
    SampleRecord sample = read.get();
    Optional<LeftOut> refusal = filter.refusal(sample);
    if (refusal.isPresent()) {
      rows.leaveOut(refusal.get());
    } else if (trained.usedGroups().contains(filter.group(sample))) {
      rows.leaveOut(LeftOut.KNOWN_GROUP);
    } else {
      filter
          .row(sample)
          .ifPresentOrElse(
              row -> rows.add(sample, filter.group(sample), row),
              () -> rows.leaveOut(LeftOut.NO_ROW));
    }
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /** How many records gave no row, by reason. */
  public Map<LeftOut, Long> leftOut() {
    return rows.leftOut();
  }

  /** These rows; where they are fewer than {@value #ENOUGH}, with the window's evaluation part. */
  public UnseenRows unseen() {
    UnseenRows later =
        new UnseenRows(size() + " samples after the window's end", rows.values(), rows.groups());
    return size() < ENOUGH ? later.and(trained.evaluation()) : later;
  }
}

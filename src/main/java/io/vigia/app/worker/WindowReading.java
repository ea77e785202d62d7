package io.vigia.app.worker;

import io.vigia.retrain.Window;
import io.vigia.training.TrainingSet;
import io.vigia.training.UnfitDataException;
import io.vigia.training.window.SampleFilter;
import io.vigia.training.window.WindowRows;
import java.util.Map;
import java.util.function.Consumer;

/** A window's rows from its topic, and what is to be said of them. */
public final class WindowReading {
  private WindowReading() {}

  /**
   * The rows below which a window is not what its desk closed, or no training: half of the samples
   * that it counted, and what a training needs. Some samples always give no row, so the desk's own
   * least is no limit here.
   */
  static long least(Window window) {
    return Math.max((window.count() + 1) / 2, TrainingSet.MIN_ROWS);
  }

  /**
   * Reads exactly the window.
   *
   * @param kafka client settings
   * @param least rows, from which on it trains
   * @param note takes what a person should know: what retention has taken, what gave no row
   * @throws UnfitDataException where there are fewer
   * @throws IllegalArgumentException where the window is of another feature schema
   */
  public static WindowRows read(
      Map<String, String> kafka,
      Window window,
      SampleFilter filter,
      long least,
      Consumer<String> note) {
    WindowRows rows = new WindowRows(window, filter);
    SampleRange.Reading reading;
    try (SampleRange samples = SampleRange.open(kafka, window.topic())) {
      reading = samples.read(window.from(), window.to(), rows::add);
    }
    String gone = gone(reading);
    if (!gone.isEmpty()) {
      note.accept(gone);
      rows.gone(reading.gone());
    }
    if (!rows.leftOutInWords().isEmpty()) {
      note.accept("left out: " + rows.leftOutInWords());
    }
    if (rows.size() < least) {
      throw new UnfitDataException(
          window.topic()
              + " has "
              + rows.size()
              + " rows to train on in offsets "
              + window.from()
              + " to "
              + (window.to() - 1)
              + "; at least "
              + least
              + " are needed"
              + (gone.isEmpty() ? "" : ". " + gone)
              + (rows.leftOutInWords().isEmpty() ? "" : ". Left out: " + rows.leftOutInWords()));
    }
    return rows;
  }

  private static String gone(SampleRange.Reading reading) {
    return reading.gone() == 0
        ? ""
        : "retention has taken "
            + reading.gone()
            + " of the window's "
            + (reading.to() - reading.from())
            + " offsets: the first that is left is "
            + reading.firstKept();
  }
}

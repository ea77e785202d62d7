package io.vigia.retrain;

import java.util.Optional;

/** What finds a change in the samples and candidates of one model; owned by one thread. */
public interface DriftWatch {
  /** Takes a sample; a report where it shows a change. */
  Optional<DriftReport> sample(Sample sample);

  /** How many rows the calibration of a bundle has. */
  void calibrated(String modelSha256, long rows);

  /**
   * Takes the counts of the stream.
   *
   * @param candidates physics events at or below the pre-cut, since the stream began
   * @param scored physics events, since the stream began
   * @param eventMillis event time up to which they are counted, ms since 1970 UTC
   */
  Optional<DriftReport> candidates(long candidates, long scored, long eventMillis);

  /** All that it must keep between two processes. */
  byte[] state();
}

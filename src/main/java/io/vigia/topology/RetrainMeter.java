package io.vigia.topology;

import io.vigia.retrain.DriftReport;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.TrainingJob;
import io.vigia.retrain.drift.DriftStatus;

/** What the retraining loop reports while it runs. Implementations are thread-safe. */
public interface RetrainMeter {
  /** Measures nothing. */
  RetrainMeter NONE = new RetrainMeter() {};

  /**
   * How the loop stands, every second.
   *
   * @param rows samples in the open window that may train
   * @param jobs in flight, 0 or 1
   * @param asked candidates that wait for a person, 0 or 1
   * @param brokenChannels that keep everything from training
   */
  record Standing(long rows, int jobs, int asked, int brokenChannels) {}

  default void standing(Standing standing) {}

  default void drift(DriftStatus status) {}

  default void driftReported(DriftReport.Kind kind) {}

  /** A window closed, and its job was made. */
  default void jobMade(TrainingJob.Cause cause) {}

  default void judged(GateVerdict.Outcome outcome) {}

  /** A job ended without a model: {@code failed} or {@code abandoned}. */
  default void jobLost(String outcome) {}
}

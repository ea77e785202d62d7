package io.vigia.retrain;

/** Where the loop's words go, each in the transaction of the input that made it say them. */
public interface RetrainingOutlet {
  /** For the topic {@code drift}. */
  void drift(DriftReport report);

  /** For the topic {@code training-jobs}. */
  void job(TrainingJob job);

  /** For the topic {@code models}. */
  void verdict(GateVerdict verdict);

  /** For every partition of the topic {@code activations}. */
  void activation(Activation activation);

  /** For the topic {@code decisions}. */
  void decision(RetrainDecision decision);
}

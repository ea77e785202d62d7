package io.vigia.alert;

/** Decides which candidates become alerts. Called by one thread, in stream order. */
public interface AlertPolicy {
  /** Whether this candidate is published as an alert. */
  boolean alerts(Candidate candidate);

  /** One alert for each candidate whose p-value is at or below a threshold. */
  static AlertPolicy threshold(double pValue) {
    return candidate -> candidate.pValue() <= pValue;
  }
}

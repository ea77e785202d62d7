package io.vigia.topology;

import io.vigia.alert.Outcome;
import io.vigia.alert.Review;
import io.vigia.event.Reason;
import io.vigia.event.Role;
import io.vigia.event.Stage;
import io.vigia.scoring.ModelIdentity;

/**
 * What the applications report while they run. Counts are of this process since its start; the
 * exact, transactional counts are the {@code tallies} topic. Implementations are thread-safe and
 * cost well below a microsecond a call.
 */
public interface StreamMeter {
  /** Measures nothing. */
  StreamMeter NONE = new StreamMeter() {};

  /**
   * One in this many events has its decoding and scoring timed; the clock costs as much as a cut.
   */
  int TIMED_SHARE = 16;

  default void scored(Role role, double nll, double pValue) {}

  default void filtered(String cut) {}

  default void deadLettered(Stage stage, Reason reason) {}

  default void candidate(Role role) {}

  default void alert(Role role) {}

  /** What became of a candidate. */
  default void decided(Outcome outcome) {}

  /** An alert of a subscription. */
  default void subscribed(String subscription) {}

  /** Bytes to vector, ns. */
  default void decodeNanos(long nanos) {}

  /** Vector to p-value, ns. */
  default void scoreNanos(long nanos) {}

  /** From the source record's Kafka timestamp to its score, ms. */
  default void eventToScoreMillis(long millis) {}

  /** A candidate's second look, by the review application; or its lack, by the desk. */
  default void reviewed(Review.Outcome outcome) {}

  /** A batch that the second level scored, and for how long, ns. */
  default void reviewBatch(int rows, long nanos) {}

  /** From a candidate's arrival at the review application to its review, ms. */
  default void reviewMillis(long millis) {}

  default void modelInService(ModelIdentity identity) {}

  /** What the retraining loop reports to. */
  default RetrainMeter retraining() {
    return RetrainMeter.NONE;
  }

  /** A source partition is scored by another bundle from now on, or by its first. */
  default void cutOver() {}
}

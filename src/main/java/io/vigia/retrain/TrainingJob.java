package io.vigia.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * A training as data: whoever has it and the topics trains the same model.
 *
 * @param topology name of the stream
 * @param window what it trains on
 * @param training kind of model and hyper-parameters: the keys of the topology's {@code training}
 *     section, without the device
 * @param parent sha-256 of the bundle in service when it was made, hex
 * @param warm whether it starts from the parent's weights
 * @param trim share of the rarest training rows, by the parent's p-value, that is left out of the
 *     training part, in [0, 1)
 * @param seed of everything random
 * @param reason why it was made, one clause for people
 * @param cause what made it
 */
public record TrainingJob(
    String topology,
    Window window,
    @Nullable JsonNode training,
    String parent,
    boolean warm,
    double trim,
    long seed,
    String reason,
    Cause cause) {
  /** What makes jobs. */
  public enum Cause {
    /** A window closed by time or count. */
    SCHEDULE,
    /** A drift alarm closed the window. */
    DRIFT,
    /** A person asked. */
    PERSON
  }

  /**
   * @throws IllegalArgumentException for a share that is none
   */
  public TrainingJob {
    if (!(trim >= 0 && trim < 1)) {
      throw new IllegalArgumentException("trim is " + trim + "; allowed: from 0 to below 1");
    }
  }

  /** What names it: the SHA-256 of all it says, hex. */
  public String id() {
    return DigestUtils.sha256Hex(RetrainJson.bytes(this));
  }
}

package io.vigia.alert.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** Sends every candidate whose p-value is at or below a threshold. Has no state. */
public final class FixedThreshold implements Allocation {
  private final double threshold;

  private FixedThreshold(double threshold) {
    this.threshold = threshold;
  }

  /**
   * @param pValue in (0, 1]
   * @throws IllegalArgumentException for another
   */
  public static FixedThreshold of(double pValue) {
    if (!(pValue > 0 && pValue <= 1)) {
      throw new IllegalArgumentException("a threshold is a p-value in (0, 1], this is " + pValue);
    }
    return new FixedThreshold(pValue);
  }

  @Override
  public List<Verdict> offer(Offer offer) {
    boolean rare = offer.pValue() <= threshold;
    return List.of(
        new Verdict(
            offer.id(),
            rare ? Ruling.SEND : Ruling.BELOW,
            null,
            threshold,
            rare ? "at or below the threshold" : "above the threshold"));
  }

  @Override
  public List<Verdict> advance(long timeMillis) {
    return List.of();
  }

  @Override
  public void exposure(double liveSeconds, double weightedEvents) {
    // A fixed threshold takes what comes.
  }

  @Override
  public JsonNode state() {
    return JsonNodeFactory.instance.objectNode();
  }
}

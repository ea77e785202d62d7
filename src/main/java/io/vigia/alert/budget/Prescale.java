package io.vigia.alert.budget;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Sends one in so many of what another allocation would send, chosen by a hash (CRC-32C) of the id:
 * the same ones on every replay.
 */
public final class Prescale implements Allocation {
  private final int factor;
  private final Allocation allocation;

  private Prescale(int factor, Allocation allocation) {
    this.factor = factor;
    this.allocation = allocation;
  }

  /**
   * @param factor one in so many, at least 1
   * @throws IllegalArgumentException for a smaller one
   */
  public static Prescale of(int factor, Allocation allocation) {
    if (factor < 1) {
      throw new IllegalArgumentException("a prescale is " + factor + "; at least 1 is needed");
    }
    return new Prescale(factor, allocation);
  }

  @Override
  public List<Verdict> offer(Offer offer) {
    return allocation.offer(offer).stream().map(this::prescaled).toList();
  }

  @Override
  public List<Verdict> advance(long timeMillis) {
    return allocation.advance(timeMillis).stream().map(this::prescaled).toList();
  }

  private Verdict prescaled(Verdict verdict) {
    if (verdict.ruling() != Ruling.SEND || isChosen(verdict.id())) {
      return verdict;
    }
    return new Verdict(
        verdict.id(),
        Ruling.PRESCALED,
        verdict.period(),
        verdict.threshold(),
        "not of the one in " + factor + " that are sent");
  }

  private boolean isChosen(String id) {
    CRC32C hash = new CRC32C();
    hash.update(id.getBytes(StandardCharsets.UTF_8));
    return hash.getValue() % factor == 0;
  }

  @Override
  public void exposure(double liveSeconds, double weightedEvents) {
    allocation.exposure(liveSeconds, weightedEvents);
  }

  @Override
  public JsonNode state() {
    return allocation.state();
  }
}

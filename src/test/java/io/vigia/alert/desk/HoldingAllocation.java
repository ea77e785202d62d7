package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.budget.Allocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds all offers of an hour and sends the two that rank highest at its end. */
final class HoldingAllocation implements Allocation {
  static final AllocationFactory FACTORY =
      AllocationFactory.of("two an hour", HoldingAllocation::new);

  private static final long HOUR = 3_600_000;

  private final ObjectNode state;

  HoldingAllocation(@Nullable JsonNode state) {
    this.state =
        state instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode().put("hour", Long.MIN_VALUE);
  }

  @Override
  public List<Verdict> offer(Offer offer) {
    List<Verdict> verdicts = new ArrayList<>(advance(offer.timeMillis()));
    state.withObjectProperty("held").put(offer.id(), offer.rank());
    verdicts.add(new Verdict(offer.id(), Ruling.HELD, "hour", 1, "held"));
    return verdicts;
  }

  @Override
  public List<Verdict> advance(long timeMillis) {
    long hour = timeMillis / HOUR;
    if (hour <= state.path("hour").asLong()) {
      return List.of();
    }
    state.put("hour", hour);
    ObjectNode held = state.withObjectProperty("held");
    List<String> best =
        held.properties().stream()
            .sorted(Comparator.comparingDouble(entry -> -entry.getValue().asDouble()))
            .map(java.util.Map.Entry::getKey)
            .toList();
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < best.size(); i++) {
      Ruling ruling = i < 2 ? Ruling.SEND : Ruling.BELOW;
      verdicts.add(new Verdict(best.get(i), ruling, "hour", 1, "rank " + i));
    }
    state.remove("held");
    return verdicts;
  }

  @Override
  public void exposure(double liveSeconds, double weightedEvents) {
    state.put("live", liveSeconds);
  }

  @Override
  public JsonNode state() {
    return state;
  }
}

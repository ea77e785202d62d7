package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Outcome;
import io.vigia.alert.budget.Allocation;
import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.alert.budget.Allocation.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A stream of alerts with a rule of its own how many there are: the desk's, or that of a
 * subscription with a budget. An object's life cycle is judged when its candidate comes, and again
 * when one that was held is released, since others may have been sent meanwhile.
 */
final class Channel {
  private static final String STATE = "allocation/";

  /** Takes what leaves the channel: each unit once. */
  interface Listener {
    void sent(Unit unit, LifeCycle.Standing standing, Verdict verdict);

    /**
     * @param verdict of the allocation; null where it was not asked
     */
    void kept(Unit unit, Outcome outcome, String reason, @Nullable Verdict verdict);
  }

  private final String name;
  private final DeskMemory memory;
  private final LifeCycle lifeCycle;
  private final Allocation allocation;
  private final Listener listener;
  private @Nullable JsonNode saved;

  Channel(
      String name,
      DeskMemory memory,
      LifeCycle lifeCycle,
      AllocationFactory factory,
      Listener listener) {
    this.name = name;
    this.memory = memory;
    this.lifeCycle = lifeCycle;
    this.listener = listener;
    ObjectNode stored = memory.get(STATE + name);
    this.saved = stored == null ? null : stored.get("state");
    this.allocation = factory.restore(saved);
  }

  void offer(Unit unit, Offer offer) {
    LifeCycle.Standing standing = lifeCycle.standing(unit);
    if (standing.type() == null) {
      listener.kept(unit, Outcome.REFRACTORY, standing.reason(), null);
      return;
    }
    for (Verdict verdict : allocation.offer(offer)) {
      if (verdict.id().equals(unit.id())) {
        settle(unit, verdict);
      } else {
        release(verdict);
      }
    }
    save();
  }

  void advance(long timeMillis) {
    allocation.advance(timeMillis).forEach(this::release);
    save();
  }

  void exposure(double liveSeconds, double weightedEvents) {
    allocation.exposure(liveSeconds, weightedEvents);
    save();
  }

  private void release(Verdict verdict) {
    String key = heldKey(verdict.id());
    ObjectNode held = memory.get(key);
    if (held == null) {
      throw new IllegalStateException(
          "a verdict (" + verdict + ") on what " + name + " does not hold");
    }
    memory.delete(key);
    Unit unit = Unit.of(held);
    lifeCycle.heldNoMore(unit);
    settle(unit, verdict);
  }

  private void settle(Unit unit, Verdict verdict) {
    if (verdict.ruling() == Ruling.HELD) {
      memory.put(heldKey(unit.id()), unit.toJson());
      lifeCycle.held(unit);
    } else if (verdict.ruling() == Ruling.SEND) {
      send(unit, verdict);
    } else {
      listener.kept(unit, outcome(verdict.ruling()), verdict.reason(), verdict);
    }
  }

  private void send(Unit unit, Verdict verdict) {
    LifeCycle.Standing standing = lifeCycle.standing(unit);
    if (standing.type() == null) {
      listener.kept(unit, Outcome.REFRACTORY, standing.reason(), verdict);
      return;
    }
    lifeCycle.alerted(unit, standing);
    listener.sent(unit, standing, verdict);
  }

  private static Outcome outcome(Ruling ruling) {
    return switch (ruling) {
      case CAPPED -> Outcome.CAPPED;
      case PRESCALED -> Outcome.PRESCALED;
      case BELOW -> Outcome.BELOW;
      case SEND, HELD -> throw new IllegalArgumentException(ruling + " is not kept back");
    };
  }

  private void save() {
    JsonNode state = allocation.state();
    if (!state.equals(saved)) {
      saved = state.deepCopy();
      memory.put(STATE + name, JsonNodeFactory.instance.objectNode().set("state", state));
    }
  }

  private String heldKey(String id) {
    return heldPrefix(name) + id;
  }

  private static String heldPrefix(String channel) {
    return "held/" + channel + "/";
  }

  /** How many units a channel holds. */
  static int held(DeskMemory memory, String channel) {
    return Count.startingWith(memory, heldPrefix(channel));
  }

  LifeCycle lifeCycle() {
    return lifeCycle;
  }
}

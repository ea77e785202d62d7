package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.AlertType;
import io.vigia.alert.Outcome;
import io.vigia.alert.budget.Allocation;
import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.alert.budget.Allocation.Verdict;
import io.vigia.alert.desk.DeskMemory.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of alerts with a rule of its own how many there are: the desk's, or that of a
 * subscription with a budget. An object's life cycle is judged when its candidate comes, and again
 * when one that was held is released, since others may have been sent meanwhile.
 */
final class Channel {
  private static final Logger LOG = LoggerFactory.getLogger(Channel.class);
  private static final int AT_A_TIME = 100;

  /** Takes what leaves the channel: each unit once. */
  interface Listener {
    /**
     * @param number of the record among those of its object, from 1
     */
    void sent(Unit unit, AlertType type, int number, Verdict verdict);

    /**
     * @param verdict of the allocation; null where it was not asked
     */
    void kept(Unit unit, Outcome outcome, String reason, @Nullable Verdict verdict);
  }

  private final String name;
  private final DeskMemory memory;
  private final LifeCycle lifeCycle;
  private final KeptAllocation kept;
  private final Allocation allocation;
  private final Function<Unit, Offer> offers;
  private final Listener listener;

  /**
   * @param offers what a unit offers to the allocation
   */
  Channel(
      String name,
      DeskMemory memory,
      LifeCycle lifeCycle,
      AllocationFactory factory,
      Function<Unit, Offer> offers,
      Listener listener) {
    this.name = name;
    this.memory = memory;
    this.lifeCycle = lifeCycle;
    this.offers = offers;
    this.listener = listener;
    this.kept = new KeptAllocation(name, memory, factory);
    this.allocation = kept.allocation();
  }

  /**
   * Offers to a rule that is new what one before it held, in the order of event time; a rule that
   * is not new knows what it holds.
   */
  void takeUp() {
    if (kept.isAnew()) {
      List<Unit> units = takeHeld();
      units.forEach(lifeCycle::heldNoMore);
      units.stream()
          .sorted(Comparator.comparingLong(unit -> unit.arrival().timeMillis()))
          .forEach(this::offer);
    }
  }

  private List<Unit> takeHeld() {
    String prefix = heldPrefix(name);
    List<Unit> units = new ArrayList<>();
    List<Entry> entries = memory.from(prefix, AT_A_TIME);
    while (!entries.isEmpty() && entries.get(0).key().startsWith(prefix)) {
      for (Entry entry : entries) {
        if (entry.key().startsWith(prefix)) {
          memory.delete(entry.key());
          units.add(Unit.of(entry.value()));
        }
      }
      entries = memory.from(prefix, AT_A_TIME);
    }
    return units;
  }

  void offer(Unit unit) {
    LifeCycle.Standing standing = lifeCycle.standing(unit);
    if (standing.type() == null) {
      listener.kept(unit, Outcome.REFRACTORY, standing.reason(), null);
      return;
    }
    for (Verdict verdict : allocation.offer(offers.apply(unit))) {
      if (verdict.id().equals(unit.id())) {
        settle(unit, verdict);
      } else {
        release(verdict);
      }
    }
    kept.save();
  }

  void advance(long timeMillis) {
    allocation.advance(timeMillis).forEach(this::release);
    kept.save();
  }

  void exposure(double liveSeconds, double weightedEvents) {
    kept.exposure(liveSeconds, weightedEvents);
    kept.save();
  }

  void calibratedOn(long rows) {
    allocation.calibratedOn(rows);
    kept.save();
  }

  /**
   * Settles what is held. A verdict on what is not held finds nothing to decide: it is of an
   * allocation that was given one id twice, and the first verdict settled it.
   */
  private void release(Verdict verdict) {
    String key = heldKey(verdict.id());
    ObjectNode held = memory.get(key);
    if (held == null) {
      LOG.warn("a verdict on what is not under {}: {}", heldPrefix(name), verdict);
      return;
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
    AlertType type = standing.type();
    if (type == null) {
      listener.kept(unit, Outcome.REFRACTORY, standing.reason(), verdict);
      return;
    }
    lifeCycle.alerted(unit, standing);
    listener.sent(unit, type, standing.recordNumber(), verdict);
  }

  private static Outcome outcome(Ruling ruling) {
    return switch (ruling) {
      case CAPPED -> Outcome.CAPPED;
      case PRESCALED -> Outcome.PRESCALED;
      case BELOW -> Outcome.BELOW;
      case SEND, HELD -> throw new IllegalArgumentException(ruling + " is not kept back");
    };
  }

  private String heldKey(String id) {
    return heldPrefix(name) + id;
  }

  private static String heldPrefix(String channel) {
    return "held/" + channel + "/";
  }

  boolean holds(String id) {
    return memory.get(heldKey(id)) != null;
  }

  /** How many units a channel holds. */
  static int held(DeskMemory memory, String channel) {
    return Count.startingWith(memory, heldPrefix(channel));
  }

  LifeCycle lifeCycle() {
    return lifeCycle;
  }
}

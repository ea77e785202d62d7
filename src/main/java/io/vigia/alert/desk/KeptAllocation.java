package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.budget.Allocation;
import org.jspecify.annotations.Nullable;

/**
 * An allocation and what the desk's memory keeps of it: the rule, its state, and what the stream
 * had been when it began. Where the rule is no longer the one that is kept, it starts anew, and
 * what the stream was before is none of its business.
 */
final class KeptAllocation {
  private static final String KEY = "allocation/";

  private final String key;
  private final DeskMemory memory;
  private final String rule;
  private final Allocation allocation;
  private final boolean isAnew;
  private @Nullable ObjectNode saved;

  /** Live seconds and events when it began; null while no tally has told. */
  private double @Nullable [] before;

  /**
   * @param channel whose alerts are counted
   */
  KeptAllocation(String channel, DeskMemory memory, AllocationFactory factory) {
    this.key = KEY + channel;
    this.memory = memory;
    this.rule = factory.rule();
    this.saved = memory.get(key);
    ObjectNode same = saved != null && rule.equals(saved.path("rule").textValue()) ? saved : null;
    boolean isFirst = saved == null && new EventTime(memory).now().isEmpty();
    this.isAnew = same == null && !isFirst;
    this.allocation = factory.restore(same == null ? null : same.get("state"));
    this.before = isFirst ? new double[] {0, 0} : same == null ? null : before(same);
  }

  private static double @Nullable [] before(ObjectNode kept) {
    return kept.has("before")
        ? new double[] {kept.at("/before/0").asDouble(), kept.at("/before/1").asDouble()}
        : null;
  }

  Allocation allocation() {
    return allocation;
  }

  /** Whether it began under a desk that had run: nobody knows what was held before. */
  boolean isAnew() {
    return isAnew;
  }

  /** What the stream has been, cumulative, from its first event on. */
  void exposure(double liveSeconds, double weightedEvents) {
    double[] start = before;
    if (start == null) {
      start = new double[] {liveSeconds, weightedEvents};
      before = start;
    }
    allocation.exposure(liveSeconds - start[0], weightedEvents - start[1]);
  }

  /** Keeps what has changed. */
  void save() {
    ObjectNode now = JsonNodeFactory.instance.objectNode().put("rule", rule);
    now.set("state", allocation.state().deepCopy());
    double[] start = before;
    if (start != null) {
      now.putArray("before").add(start[0]).add(start[1]);
    }
    if (!now.equals(saved)) {
      saved = now;
      memory.put(key, now);
    }
  }
}

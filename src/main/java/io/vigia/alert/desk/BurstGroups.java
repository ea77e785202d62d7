package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.desk.DeskMemory.Entry;
import io.vigia.alert.selection.RecordFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Candidates that share a visit, a detector element or only a time. They wait until their group is
 * closed; then enough of them are one unit, in the name of the rarest, and fewer each one. Once
 * there are enough, all but the rarest so far are decided at once: a group never holds more than a
 * burst needs.
 */
final class BurstGroups {
  /** A burst names so many of its members, the first to come. */
  static final int NAMED = 100;

  private static final String GROUP = "burst/";
  private static final String DUE = "burst-due/";
  private static final String MEMBER = "burst-member/";
  private static final int AT_A_TIME = 100;

  /** Takes what leaves a group. */
  interface Listener {
    /** A member of a burst that another stands for. */
    void grouped(Arrival member, String inTheNameOf);

    /** A burst, or a candidate that was in none. */
    void unit(Unit unit);
  }

  private final DeskMemory memory;
  private final Burst rule;
  private final Listener listener;

  BurstGroups(DeskMemory memory, Burst rule, Listener listener) {
    this.memory = memory;
    this.rule = rule;
    this.listener = listener;
  }

  /**
   * Puts a candidate into its group; one that lacks a field of the key is in none.
   *
   * @param timeMillis event time has come so far, ms since 1970 UTC
   */
  void add(Arrival arrival, long timeMillis) {
    ObjectNode key = key(arrival);
    if (key == null) {
      listener.unit(Unit.alone(arrival));
      return;
    }
    String name = GROUP + key;
    ObjectNode group = memory.get(name);
    if (group == null) {
      group = opened(key, name, timeMillis);
    }
    join(arrival, group);
    memory.put(name, group);
  }

  private ObjectNode opened(ObjectNode key, String name, long timeMillis) {
    String due =
        DUE + String.format(Locale.ROOT, "%020d/", sortable(timeMillis + rule.within().toMillis()));
    memory.put(due + name, JsonNodeFactory.instance.objectNode().put("group", name));
    ObjectNode group = JsonNodeFactory.instance.objectNode().put("size", 0);
    group.set("key", key);
    return group;
  }

  /** Times before 1970 come first, too. */
  private static long sortable(long timeMillis) {
    return timeMillis + (1L << 62);
  }

  private void join(Arrival arrival, ObjectNode group) {
    String id = arrival.candidate().id();
    int size = group.path("size").asInt() + 1;
    group.put("size", size);
    if (size <= NAMED) {
      group.withArrayProperty("members").add(id);
    }
    memory.put(MEMBER + id, arrival.toJson());
    ArrayNode waiting = group.withArrayProperty("waiting").add(id);
    if (arrival.candidate().pValue() < group.path("p_value").asDouble(Double.MAX_VALUE)) {
      group.put("rarest", id).put("p_value", arrival.candidate().pValue());
    }
    if (size >= rule.from()) {
      String rarest = group.path("rarest").asText();
      for (JsonNode one : waiting) {
        if (!one.asText().equals(rarest)) {
          listener.grouped(taken(one.asText()), rarest);
        }
      }
      group.set("waiting", JsonNodeFactory.instance.arrayNode().add(rarest));
    }
  }

  /** Closes the groups whose time is over. */
  void close(long timeMillis) {
    close(String.format(Locale.ROOT, "%020d0", sortable(timeMillis)));
  }

  /** Closes all groups, as where there are to be no more bursts. */
  void closeAll() {
    close("~");
  }

  private void close(String before) {
    String end = DUE + before;
    List<Entry> due = memory.from(DUE, AT_A_TIME);
    while (!due.isEmpty() && isDue(due.get(0), end)) {
      for (Entry one : due) {
        if (isDue(one, end)) {
          memory.delete(one.key());
          end(one.value().path("group").asText());
        }
      }
      due = memory.from(DUE, AT_A_TIME);
    }
  }

  private static boolean isDue(Entry entry, String end) {
    return entry.key().startsWith(DUE) && entry.key().compareTo(end) < 0;
  }

  private void end(String name) {
    ObjectNode group = Objects.requireNonNull(memory.get(name), name);
    memory.delete(name);
    List<Arrival> waiting = new ArrayList<>();
    group.path("waiting").forEach(id -> waiting.add(taken(id.asText())));
    if (group.path("size").asInt() >= rule.from()) {
      ObjectNode burst = JsonNodeFactory.instance.objectNode();
      burst.set("size", group.get("size"));
      burst.set("members", group.get("members"));
      burst.set("key", group.get("key"));
      String rarest = group.path("rarest").asText();
      for (Arrival one : waiting) {
        if (!one.candidate().id().equals(rarest)) {
          listener.grouped(one, rarest); // where it began under a rule that asked for more
        }
      }
      waiting.stream()
          .filter(one -> one.candidate().id().equals(rarest))
          .forEach(one -> listener.unit(new Unit(one, burst)));
    } else {
      waiting.forEach(arrival -> listener.unit(Unit.alone(arrival)));
    }
  }

  private Arrival taken(String id) {
    String key = MEMBER + id;
    ObjectNode stored = Objects.requireNonNull(memory.get(key), key);
    memory.delete(key);
    return Arrival.of(stored);
  }

  private @Nullable ObjectNode key(Arrival arrival) {
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    Set<String> fields = new TreeSet<>(rule.by());
    for (String field : fields) {
      JsonNode value = RecordFields.value(arrival.candidate().record(), field);
      if (value == null || value.isNull()) {
        return null;
      }
      key.set(field, value);
    }
    return key;
  }

  /** Whether a candidate waits in a group. */
  static boolean waits(DeskMemory memory, String id) {
    return memory.get(MEMBER + id) != null;
  }

  /** How many candidates wait. */
  static int waiting(DeskMemory memory) {
    return Count.startingWith(memory, MEMBER);
  }
}

package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.desk.DeskMemory.Entry;
import java.util.List;

/**
 * Deletes what may be forgotten, a few entries at a time, round and round: more of them at each
 * candidate than a candidate adds, so that the memory stays within what its horizons hold.
 */
final class Forgetting {
  private static final String KEY = "forgetting";

  private final DeskMemory memory;

  Forgetting(DeskMemory memory) {
    this.memory = memory;
  }

  /**
   * Looks at the next entries.
   *
   * @param timeMillis event time has come so far, ms since 1970 UTC
   */
  void step(long timeMillis, int entries) {
    ObjectNode cursor = memory.get(KEY);
    String from = cursor == null ? "" : cursor.path("from").asText();
    List<Entry> next = memory.from(from, entries + 1);
    for (Entry entry : next.subList(0, Math.min(entries, next.size()))) {
      if (entry.value().path(DeskMemory.UNTIL).asLong(Long.MAX_VALUE) < timeMillis) {
        memory.delete(entry.key());
      }
    }
    String rest = next.size() > entries ? next.get(entries).key() : "";
    if (!rest.equals(from)) {
      memory.put(KEY, JsonNodeFactory.instance.objectNode().put("from", rest));
    }
  }
}

package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A memory in a map, for replays; hands out copies, as a store does. */
public final class MapMemory implements DeskMemory {
  private final TreeMap<String, ObjectNode> entries = new TreeMap<>();

  @Override
  public @Nullable ObjectNode get(String key) {
    ObjectNode entry = entries.get(key);
    return entry == null ? null : entry.deepCopy();
  }

  @Override
  public void put(String key, ObjectNode entry) {
    entries.put(key, entry.deepCopy());
  }

  @Override
  public void delete(String key) {
    entries.remove(key);
  }

  @Override
  public List<Entry> from(String key, int most) {
    return entries.tailMap(key).entrySet().stream()
        .limit(most)
        .map(entry -> new Entry(entry.getKey(), entry.getValue().deepCopy()))
        .toList();
  }

  Map<String, ObjectNode> entries() {
    return entries;
  }
}

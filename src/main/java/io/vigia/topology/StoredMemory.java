package io.vigia.topology;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.desk.DeskMemory;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The desk's memory in its Kafka Streams store: each entry JSON under a key of its own. */
final class StoredMemory implements DeskMemory {
  /** Before the keys of entries, so that the store can hold other things beside. */
  private static final String PREFIX = "memory/";

  private final KeyValueStore<String, byte[]> store;
  private final StoredJson entries;

  StoredMemory(KeyValueStore<String, byte[]> store) {
    this.store = store;
    this.entries = new StoredJson(store);
  }

  @Override
  public @Nullable ObjectNode get(String key) {
    return (ObjectNode) entries.get(PREFIX + key);
  }

  @Override
  public void put(String key, ObjectNode entry) {
    entries.put(PREFIX + key, entry);
  }

  @Override
  public void delete(String key) {
    entries.delete(PREFIX + key);
  }

  @Override
  public List<Entry> from(String key, int most) {
    List<Entry> next = new ArrayList<>();
    // No character comes after this one, so that every key of the memory is before it.
    try (KeyValueIterator<String, byte[]> found =
        store.range(PREFIX + key, PREFIX + Character.toString(Character.MAX_CODE_POINT))) {
      while (next.size() < most && found.hasNext()) {
        var one = found.next();
        ObjectNode entry = (ObjectNode) StoredJson.read(one.key, one.value);
        next.add(new Entry(one.key.substring(PREFIX.length()), entry));
      }
    }
    return next;
  }
}

package io.vigia.topology;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.desk.DeskMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The desk's memory in its Kafka Streams store: each entry JSON under a key of its own. */
final class StoredMemory implements DeskMemory {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Before the keys of entries, so that the store can hold other things beside. */
  private static final String PREFIX = "memory/";

  private final KeyValueStore<String, byte[]> store;

  StoredMemory(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  @Override
  public @Nullable ObjectNode get(String key) {
    byte[] stored = store.get(PREFIX + key);
    return stored == null ? null : entry(stored);
  }

  @Override
  public void put(String key, ObjectNode entry) {
    store.put(PREFIX + key, entry.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void delete(String key) {
    store.delete(PREFIX + key);
  }

  @Override
  public List<Entry> from(String key, int most) {
    List<Entry> entries = new ArrayList<>();
    // No character comes after this one, so that every key of the memory is before it.
    try (KeyValueIterator<String, byte[]> found =
        store.range(PREFIX + key, PREFIX + Character.toString(Character.MAX_CODE_POINT))) {
      while (entries.size() < most && found.hasNext()) {
        var next = found.next();
        entries.add(new Entry(next.key.substring(PREFIX.length()), entry(next.value)));
      }
    }
    return entries;
  }

  private static ObjectNode entry(byte[] stored) {
    try {
      return (ObjectNode) MAPPER.readTree(stored);
    } catch (IOException e) {
      throw new UncheckedIOException("the desk's memory belongs to another version of vigia", e);
    }
  }
}

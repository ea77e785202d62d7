package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The desk's store, of which every value is JSON. */
final class StoredJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final KeyValueStore<String, byte[]> store;

  StoredJson(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /**
   * @throws UncheckedIOException where what is stored is no JSON
   */
  @Nullable JsonNode get(String key) {
    byte[] stored = store.get(key);
    return stored == null ? null : read(key, stored);
  }

  void put(String key, JsonNode value) {
    store.put(key, value.toString().getBytes(StandardCharsets.UTF_8));
  }

  void delete(String key) {
    store.delete(key);
  }

  /** What stands in the store under a key. */
  static JsonNode read(String key, byte[] stored) {
    try {
      return MAPPER.readTree(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "what the desk stored as " + key + " belongs to another version of vigia", e);
    }
  }
}

package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vigia.retrain.RetrainInput;
import io.vigia.retrain.RetrainJson;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the retraining loop in its Kafka Streams store: now and then all of it, and what
 * came since, so that a sample costs a write of its own size and not of the loop's. After a restart
 * the loop is what it was at the snapshot, and takes again what came since.
 */
final class RetrainJournal {
  /** Inputs between two snapshots, at most. */
  static final int LENGTH = 500;

  private static final String LOOP = "loop";
  private static final String DRIFT = "drift";
  private static final String INPUT = "input/";

  private final KeyValueStore<String, byte[]> store;
  private final StoredJson json;
  private long generation;
  private int length;

  RetrainJournal(KeyValueStore<String, byte[]> store) {
    this.store = store;
    this.json = new StoredJson(store);
    JsonNode stored = json.get(LOOP);
    this.generation = stored == null ? 0 : stored.path("generation").longValue();
  }

  /** The loop as the last snapshot has it; null before the first. */
  @Nullable JsonNode loop() {
    JsonNode stored = json.get(LOOP);
    return stored == null ? null : stored.get("state");
  }

  /** The drift watch as the last snapshot has it; null before the first. */
  byte @Nullable [] drift() {
    return store.get(DRIFT);
  }

  /** Gives what came since the last snapshot, in its order. */
  void replay(Consumer<RetrainInput> loop) {
    for (length = 0; length < LENGTH; length++) {
      byte[] entry = store.get(key(length));
      if (entry == null || ByteBuffer.wrap(entry).getLong() != generation) {
        return;
      }
      byte[] input = new byte[entry.length - Long.BYTES];
      System.arraycopy(entry, Long.BYTES, input, 0, input.length);
      loop.accept(RetrainJson.parse(input, RetrainInput.class));
    }
  }

  /** Whether it is time for a snapshot. */
  boolean isFull() {
    return length == LENGTH;
  }

  /** Keeps an input that the loop has taken and said nothing to. */
  void append(RetrainInput input) {
    byte[] bytes = RetrainJson.bytes(input);
    store.put(
        key(length++),
        ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(generation).put(bytes).array());
  }

  /** Keeps all that the loop is; what came before is part of it. */
  void snapshot(JsonNode loop, byte[] drift) {
    generation++;
    length = 0;
    json.put(
        LOOP,
        JsonNodeFactory.instance.objectNode().put("generation", generation).set("state", loop));
    store.put(DRIFT, drift);
  }

  private static String key(int slot) {
    return INPUT + String.format(Locale.ROOT, "%03d", slot);
  }
}

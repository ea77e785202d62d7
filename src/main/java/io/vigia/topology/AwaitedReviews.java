package io.vigia.topology;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Candidates that wait for their review, in a store. A review may come before its candidate, since
 * they come by different topics, and after its candidate went on without it; each candidate goes on
 * once. Both topics have their records in the order of the candidates' offsets, so that two offsets
 * tell what came: the last candidate's, and that of the last review's candidate.
 */
final class AwaitedReviews {
  static final String STORE = "awaited-reviews";

  /** Sorts behind every offset, as bytes do. */
  private static final long LAST_OFFSETS = -1;

  private static final long NONE = -1;

  private final KeyValueStore<Long, byte[]> store;
  private long lastCandidate = NONE;
  private long lastReviewed = NONE;

  AwaitedReviews(KeyValueStore<Long, byte[]> store) {
    this.store = store;
    byte[] offsets = store.get(LAST_OFFSETS);
    if (offsets != null) {
      ByteBuffer stored = ByteBuffer.wrap(offsets);
      lastCandidate = stored.getLong();
      lastReviewed = stored.getLong();
    }
  }

  /** In memory, since its head is looked at often and emptied often; its changelog keeps it. */
  static StoreBuilder<KeyValueStore<Long, byte[]>> store() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STORE), Serdes.Long(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of());
  }

  /** A candidate came: it waits, unless its review was here before it. */
  void candidate(HeldRecord candidate) {
    came(candidate.offset());
    if (candidate.offset() > lastReviewed) {
      store.put(candidate.offset(), candidate.toBytes());
    }
  }

  /** A candidate came, and goes on without a review: one that comes later is too late. */
  void unreviewed(long offset) {
    came(offset);
  }

  private void came(long offset) {
    if (offset <= lastCandidate) {
      lastReviewed = NONE; // The topic was made anew.
    }
    lastCandidate = offset;
    saveOffsets();
  }

  /**
   * The review of the candidate at an offset came.
   *
   * @return whether it is in time, so that it goes on in the candidate's place
   */
  boolean reviewed(long offset) {
    boolean ahead = offset > lastCandidate && offset > lastReviewed;
    lastReviewed = Math.max(lastReviewed, offset);
    saveOffsets();
    return ahead || store.delete(offset) != null;
  }

  /** Takes out those that are held since this time or longer, ms since 1970 UTC. */
  List<HeldRecord> heldSince(long time) {
    List<HeldRecord> expired = new ArrayList<>();
    try (KeyValueIterator<Long, byte[]> waiting = store.range(0L, Long.MAX_VALUE)) {
      while (waiting.hasNext()) {
        KeyValue<Long, byte[]> entry = waiting.next();
        HeldRecord candidate = HeldRecord.fromBytes(entry.value);
        if (candidate.heldSince() > time) {
          break;
        }
        expired.add(candidate);
      }
    }
    expired.forEach(candidate -> store.delete(candidate.offset()));
    return expired;
  }

  private void saveOffsets() {
    store.put(
        LAST_OFFSETS,
        ByteBuffer.allocate(2 * Long.BYTES).putLong(lastCandidate).putLong(lastReviewed).array());
  }
}

package io.vigia.topology;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The review application: candidates to reviewed, each exactly once and in their order. Both have
 * one partition. Names of nodes and of the store are an on-disk contract.
 */
public final class ReviewTopology {
  static final String HELD_STORE = "held";
  static final String REVIEWED = "reviewed";

  private static final String CANDIDATES = "candidates";
  private static final String REVIEW = "review";

  private ReviewTopology() {}

  /** Describes the application. */
  public static Topology of(TopologySpec spec, SecondLevel secondLevel, StreamMeter meter) {
    return of(spec, () -> secondLevel, meter);
  }

  /** As the other; the second level is taken when a processor is started. */
  static Topology of(TopologySpec spec, Supplier<SecondLevel> secondLevel, StreamMeter meter) {
    TopicNames topics = TopicNames.of(spec);
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    return new Topology()
        .addSource(CANDIDATES, in, in, topics.candidates())
        .addProcessor(REVIEW, () -> new ReviewProcessor(secondLevel, meter), CANDIDATES)
        .addStateStore(heldStore(), REVIEW)
        .addSink(REVIEWED, topics.reviewed(), out, out, REVIEW);
  }

  /**
   * Cached, so that a candidate that is held and let go between two commits costs no disk write.
   * Persistent for the reason that the tally is, see {@link ScoreTopology}.
   */
  private static StoreBuilder<KeyValueStore<Long, byte[]>> heldStore() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(HELD_STORE), Serdes.Long(), Serdes.ByteArray())
        .withCachingEnabled()
        .withLoggingEnabled(Map.of());
  }
}

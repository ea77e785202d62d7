package io.vigia.topology;

import io.vigia.scoring.ScoringModel;
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
 * The score application: source to scores, candidates, samples, tallies and dead letters. Names of
 * nodes and of the store are an on-disk contract.
 */
public final class ScoreTopology {
  static final String TALLY_STORE = "tally";
  static final String SCORES = "scores";
  static final String CANDIDATES = "candidates";
  static final String SAMPLES = "samples";
  static final String TALLIES = "tallies";
  static final String DEAD_LETTERS = "dead-letters";

  private static final String SOURCE = "source";
  private static final String SCORE = "score";

  private ScoreTopology() {}

  /** Describes the application; a processor is made for each source partition. */
  public static Topology of(TopologySpec spec, ScoringModel model, StreamMeter meter) {
    return of(spec, () -> EventScorer.of(spec, model), meter);
  }

  /** As the other; each processor takes its scorer when its thread starts it. */
  static Topology of(TopologySpec spec, Supplier<EventScorer> scorers, StreamMeter meter) {
    TopicNames topics = TopicNames.of(spec);
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    return new Topology()
        .addSource(SOURCE, in, in, topics.source())
        .addProcessor(SCORE, () -> new ScoreProcessor(spec, scorers, meter), SOURCE)
        .addStateStore(tallyStore(), SCORE)
        .addSink(SCORES, topics.scores(), out, out, SCORE)
        .addSink(CANDIDATES, topics.candidates(), out, out, SCORE)
        .addSink(SAMPLES, topics.samples(), out, out, SCORE)
        .addSink(TALLIES, topics.tallies(), out, out, SCORE)
        .addSink(DEAD_LETTERS, topics.deadLetters(), out, out, SCORE);
  }

  /**
   * Persistent, so that Streams keeps its process id on disk and a restart fences the transaction
   * that a kill left open; cached, so that a count costs no disk write an event.
   */
  private static StoreBuilder<KeyValueStore<byte[], byte[]>> tallyStore() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(TALLY_STORE), Serdes.ByteArray(), Serdes.ByteArray())
        .withCachingEnabled()
        .withLoggingEnabled(Map.of());
  }
}

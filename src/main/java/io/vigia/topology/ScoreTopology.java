package io.vigia.topology;

import io.vigia.scoring.ScoringModel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The score application: source to scores, candidates, samples, tallies and dead letters; commands
 * on {@code activations} to cut-overs. Both topics are read by the same tasks, partition by
 * partition. Names of nodes and of the store are an on-disk contract.
 */
public final class ScoreTopology {
  static final String TALLY_STORE = "tally";
  static final String SCORES = "scores";
  static final String CANDIDATES = "candidates";
  static final String SAMPLES = "samples";
  static final String TALLIES = "tallies";
  static final String DEAD_LETTERS = "dead-letters";
  static final String CUTOVERS = "cutovers";

  private static final String SOURCE = "source";
  private static final String ACTIVATIONS = "activations";
  private static final String SCORE = "score";

  private ScoreTopology() {}

  /** Describes the application of a topology that scores by its own bundle for ever. */
  public static Topology of(TopologySpec spec, ScoringModel model, StreamMeter meter) {
    ServedModels only = ServedModels.only(model);
    return of(spec, () -> only, new ModelBoard(), meter);
  }

  /**
   * Describes the application; a processor is made for each source partition.
   *
   * @param models asked for when a thread starts a processor
   * @param board where each partition says how it stands with its bundle
   */
  static Topology of(
      TopologySpec spec, Supplier<ServedModels> models, ModelBoard board, StreamMeter meter) {
    TopicNames topics = TopicNames.of(spec);
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    return new Topology()
        .addSource(SOURCE, in, in, topics.source())
        .addSource(
            AutoOffsetReset.earliest(),
            ACTIVATIONS,
            ScoreTopology::firstInLine,
            in,
            in,
            topics.activations())
        .addProcessor(
            SCORE, () -> new ScoreProcessor(spec, models, board, meter), SOURCE, ACTIVATIONS)
        .addStateStore(tallyStore(), SCORE)
        .addSink(SCORES, topics.scores(), out, out, SCORE)
        .addSink(CANDIDATES, topics.candidates(), out, out, SCORE)
        .addSink(SAMPLES, topics.samples(), out, out, SCORE)
        .addSink(TALLIES, topics.tallies(), out, out, SCORE)
        .addSink(DEAD_LETTERS, topics.deadLetters(), out, out, SCORE)
        .addSink(CUTOVERS, topics.cutovers(), out, out, ScoreTopology::partitionOfKey, SCORE);
  }

  /**
   * A command goes before all events that wait: Streams takes the record with the lowest time, and
   * a stream that lags for hours would come to it hours later.
   */
  private static long firstInLine(ConsumerRecord<Object, Object> command, long partitionTime) {
    return 0;
  }

  /** A cut-over is written to the partition that it is about. */
  private static Optional<Set<Integer>> partitionOfKey(
      String topic, byte[] key, byte[] value, int partitions) {
    String text = new String(key, StandardCharsets.UTF_8);
    return Optional.of(Set.of(Integer.valueOf(text.substring(0, text.indexOf('/')))));
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

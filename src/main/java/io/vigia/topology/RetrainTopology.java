package io.vigia.topology;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/**
 * The retraining part of the desk's application: samples, tallies, training progress and models to
 * drift, training jobs, verdicts, activations and decisions. Names of nodes and of the store are an
 * on-disk contract.
 */
final class RetrainTopology {
  static final String STORE = "retrain-state";
  static final String RETRAIN = "retrain";
  static final String DRIFT = "drift";
  static final String TRAINING_JOBS = "training-jobs";
  static final String VERDICTS = "verdicts";
  static final String ACTIVATE = "activate";

  private static final String SAMPLES = "samples";
  private static final String TRAINING_PROGRESS = "training-progress";
  private static final String MODELS = "models";

  private RetrainTopology() {}

  /**
   * Adds the part to a desk.
   *
   * @param tallies the desk's source of tallies
   */
  static void addTo(
      Topology desk, TopologySpec spec, RetrainSpec retrain, String tallies, StreamMeter meter) {
    TopicNames topics = TopicNames.of(spec);
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    desk.addSource(SAMPLES, in, in, topics.samples())
        .addSource(TRAINING_PROGRESS, in, in, topics.trainingProgress())
        .addSource(MODELS, in, in, topics.models())
        .addProcessor(
            RETRAIN,
            () -> new RetrainProcessor(spec, retrain, meter),
            SAMPLES,
            tallies,
            TRAINING_PROGRESS,
            MODELS)
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of()),
            RETRAIN)
        .connectProcessorAndStateStores(RETRAIN, DeskTopology.DESK_STORE)
        .addSink(DRIFT, topics.drift(), out, out, RETRAIN)
        .addSink(TRAINING_JOBS, topics.trainingJobs(), out, out, RETRAIN)
        .addSink(VERDICTS, topics.models(), out, out, RETRAIN)
        .addSink(ACTIVATE, topics.activations(), out, out, new EveryPartition(), RETRAIN);
    KnownActivations.addTo(desk, topics.activations());
  }

  /** A command is for every task: one record in each partition, in one transaction. */
  static final class EveryPartition implements StreamPartitioner<byte[], byte[]> {
    @Override
    public Optional<Set<Integer>> partitions(
        String topic, byte[] key, byte[] value, int partitions) {
      return Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()));
    }
  }
}

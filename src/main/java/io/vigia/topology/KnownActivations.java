package io.vigia.topology;

import io.vigia.retrain.Activation;
import io.vigia.retrain.RetrainJson;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The activations that anybody has written, so that the desk's next one comes after a person's. A
 * global store, since the topic has the source's partitions and the desk is one task.
 */
final class KnownActivations {
  private static final String STORE = "known-activations";
  private static final String SOURCE = "activations";
  private static final String KEEP = "keep-activations";

  private final KeyValueStore<byte[], byte[]> store;

  private KnownActivations(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
  }

  static void addTo(Topology topology, String topic) {
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    topology.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray())
            .withLoggingDisabled(),
        SOURCE,
        in,
        in,
        topic,
        KEEP,
        Keep::new);
  }

  static KnownActivations in(ProcessorContext<?, ?> context) {
    return new KnownActivations(context.getStateStore(STORE));
  }

  /** Of the last one; 0 where there is none. */
  long lastSequence() {
    long last = 0;
    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
      while (all.hasNext()) {
        last = Math.max(last, sequence(all.next().value));
      }
    }
    return last;
  }

  /** 0 for a record that is no activation: the score application says so. */
  private static long sequence(byte @Nullable [] value) {
    try {
      return value == null ? 0 : RetrainJson.parse(value, Activation.class).sequence();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  /** Every partition has the same commands under the same key: the last one is kept. */
  private static final class Keep
      implements Processor<byte @Nullable [], byte @Nullable [], Void, Void> {
    @SuppressWarnings("NullAway.Init") // by init
    private KeyValueStore<byte[], byte[]> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      this.store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
      byte[] key = record.key();
      byte[] value = record.value();
      if (key != null && sequence(value) >= sequence(store.get(key))) {
        store.put(key, value);
      }
    }
  }
}

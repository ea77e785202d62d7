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

  /** The last one; null where there is none. */
  @Nullable Activation last() {
    Activation last = null;
    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
      while (all.hasNext()) {
        Activation one = activation(all.next().value);
        last = isAfter(one, last) ? one : last;
      }
    }
    return last;
  }

  /** As the score application has it: of two with one sequence the greater digest holds. */
  private static boolean isAfter(@Nullable Activation one, @Nullable Activation other) {
    if (one == null || other == null) {
      return one != null;
    }
    return one.sequence() == other.sequence()
        ? one.sha256().compareTo(other.sha256()) >= 0
        : one.sequence() > other.sequence();
  }

  /** Null for a record that is no activation: the score application says so. */
  private static @Nullable Activation activation(byte @Nullable [] value) {
    try {
      return value == null ? null : RetrainJson.parse(value, Activation.class);
    } catch (IllegalArgumentException e) {
      return null;
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
      if (key != null && isAfter(activation(value), activation(store.get(key)))) {
        store.put(key, value);
      }
    }
  }
}

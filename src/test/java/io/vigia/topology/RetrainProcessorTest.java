package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the retraining node remembers over restarts, by its store alone. */
class RetrainProcessorTest {
  private static final String YAML =
      """
      version: 1
      name: loop
      source: {topic: loop.events, event-id: [/event]}
      features: [{name: x}, {name: y}]
      retrain: {count: 700, min-rows: 100, drift: {reference: 500, cool-down: 100}}
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private TopologySpec spec;

  @BeforeEach
  void read() throws IOException {
    spec = WrittenTopology.read(directory, YAML);
  }

  /** One life of the node: its store, and what it said. */
  private final class Life {
    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final KeyValueStore<String, byte[]> store;
    private final RetrainProcessor node;

    Life(TopologySpec spec, Map<String, byte[]> stored) {
      store = store(RetrainTopology.STORE);
      stored.forEach(store::put);
      store(DeskTopology.DESK_STORE);
      add(
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore("known-activations"),
                  Serdes.ByteArray(),
                  Serdes.ByteArray())
              .withLoggingDisabled()
              .build());
      RetrainSpec retrain = spec.retrain();
      assertThat(retrain).isNotNull();
      node =
          new RetrainProcessor(spec, java.util.Objects.requireNonNull(retrain), StreamMeter.NONE);
      context.setCurrentSystemTimeMs(5_000_000);
      node.init(context);
    }

    private KeyValueStore<String, byte[]> store(String name) {
      KeyValueStore<String, byte[]> made =
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
              .withLoggingDisabled()
              .build();
      add(made);
      return made;
    }

    private void add(StateStore made) {
      made.init(context.getStateStoreContext(), made);
      context.addStateStore(made);
    }

    void take(List<String> samples, int from, int to) {
      for (int i = from; i < to; i++) {
        context.setRecordMetadata("loop.samples", 0, i);
        node.process(new Record<>("k".getBytes(UTF_8), samples.get(i).getBytes(UTF_8), 1));
      }
    }

    Map<String, String> stored() {
      Map<String, String> stored = new TreeMap<>();
      bytes().forEach((key, value) -> stored.put(key, new String(value, UTF_8)));
      return stored;
    }

    Map<String, byte[]> bytes() {
      Map<String, byte[]> bytes = new TreeMap<>();
      try (KeyValueIterator<String, byte[]> all = store.all()) {
        all.forEachRemaining(one -> bytes.put(one.key, one.value));
      }
      return bytes;
    }

    List<String> said() {
      return context.forwarded().stream()
          .map(one -> one.childName().orElse("") + " " + new String(one.record().value(), UTF_8))
          .toList();
    }
  }

  private List<String> samples(int count) {
    Random random = new Random(5);
    List<String> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian() + (i > 1_100 ? 3 : 0);
      double y = random.nextGaussian();
      samples.add(
          """
          {"trigger_time":"%s","nll":%s,"p_value":%s,"role":"physics",\
          "model":{"sha256":"old","feature_schema_sha256":"%s"},"features":{"x":%s,"y":%s}}"""
              .formatted(
                  Instant.ofEpochSecond(i),
                  (x * x + y * y) / 2,
                  Math.max(1e-4, Math.exp(-(x * x + y * y) / 2)),
                  spec.features().sha256(),
                  x,
                  i % 9 == 0 ? "null" : y));
    }
    return samples;
  }

  @Test
  void itIsTheSameToTheByteWhereverItWasStopped() {
    List<String> samples = samples(2_300);
    Life whole = new Life(spec, Map.of());
    whole.take(samples, 0, samples.size());
    assertThat(whole.said()).anySatisfy(word -> assertThat(word).startsWith("training-jobs "));
    assertThat(whole.said()).anySatisfy(word -> assertThat(word).startsWith("drift "));

    for (int stop : new int[] {1, 499, 500, 501, 699, 700, 701, 1_203, 1_999}) {
      Life first = new Life(spec, Map.of());
      first.take(samples, 0, stop);
      Life second = new Life(spec, first.bytes());
      second.take(samples, stop, samples.size());

      List<String> said = new ArrayList<>(first.said());
      said.addAll(second.said());
      assertThat(said).as("stopped before %s", stop).isEqualTo(whole.said());
      assertThat(second.stored()).as("stopped before %s", stop).isEqualTo(whole.stored());
    }
  }

  @Test
  void aRuleThatHasChangedMeanwhileLosesNoWindow() throws IOException {
    List<String> samples = samples(201);
    Life first = new Life(spec, Map.of());
    first.take(samples, 0, 200);
    assertThat(first.said()).isEmpty();

    TopologySpec changed =
        WrittenTopology.read(directory, YAML.replace("count: 700", "count: 150"));
    Life second = new Life(changed, first.bytes());
    second.take(samples, 200, 201);

    assertThat(second.said())
        .filteredOn(word -> word.startsWith("training-jobs "))
        .singleElement()
        .satisfies(word -> assertThat(word).contains("\"count\":150"));
  }
}
